import { expect, it } from 'vitest';
import { createLimitBook } from '../../../shared/limits/limit-book.ts';

const budget = { tokens: 100, per: 'day', timeZone: 'UTC', mode: 'hard', warnAtPercent: 80 } as const;
const book = createLimitBook({
  callers: [
    {
      name: 'a',
      limits: { requestsPerMinute: 60, models: { 'gpt-4o': { tokensPerMinute: 1_000 } } },
      budgets: [
        { ...budget, for: 'caller' },
        { ...budget, for: 'session' },
      ],
    },
    { name: 'b' },
  ],
  teams: [{ name: 'research', callers: ['a'], budgets: [budget] }],
  deployments: [{ name: 'east', requestsPerMinute: 60 }],
});
const keys = (...call: Parameters<typeof book.forCall>) => book.forCall(...call).map(({ key }) => key);

it('finds the rates and budgets of a caller, its teams and the model', () => {
  expect(keys('a', 'o1')).toEqual(['caller:a:rpm', 'caller:a:tokens/day/UTC', 'team:research:tokens/day/UTC']);
  expect(keys('a', 'gpt-4o')).toEqual([...keys('a', 'o1'), 'caller:a/model:gpt-4o:tpm']);
});

it('adds a budget for each session, where the call names one', () => {
  const [own, other] = ['x', 'y'].map((session) => keys('a', 'o1', session).at(-1));
  expect(own).toMatch(/^caller:a\/session:.*:tokens\/day\/UTC$/);
  expect(other).not.toBe(own);
});

it('finds nothing where nothing is limited', () => {
  expect(keys('b', 'gpt-4o', 'x')).toEqual([]);
  expect(keys('nobody', 'gpt-4o')).toEqual([]);
  expect(book.forDeployment('west')).toEqual([]);
});

it('finds what paces a deployment', () => {
  expect(book.forDeployment('east').map(({ key }) => key)).toEqual([
    'deployment:east:requests/10s',
    'deployment:east:requests/60s',
  ]);
});
