import { expect, it } from 'vitest';
import * as z from 'zod';
import {
  callerBudgetsSchema,
  callerLimitsSchema,
  limitsSchema,
  teamsSchema,
} from '../../../shared/config/limits-schema.ts';
import { createLimitBook } from '../../../shared/limits/limit-book.ts';

it('takes rates over all models and for single ones', () => {
  const limits = { requestsPerMinute: '60', models: { 'gpt-4o': { tokensPerMinute: 1_000, mode: 'shadow' } } };
  expect(callerLimitsSchema.parse(limits)).toEqual({
    requestsPerMinute: 60,
    mode: 'hard',
    models: { 'gpt-4o': { tokensPerMinute: 1_000, mode: 'shadow' } },
  });
});

it('takes budgets in tokens, and in dollars, which become whole millionths', () => {
  expect(
    callerBudgetsSchema.parse([
      { tokens: 5, per: 'day' },
      { dollars: 0.1, per: 'total', for: 'session' },
    ]),
  ).toEqual([
    { tokens: 5, per: 'day', timeZone: 'UTC', mode: 'hard', warnAtPercent: 80, for: 'caller' },
    { microDollars: 100_000, per: 'total', timeZone: 'UTC', mode: 'hard', warnAtPercent: 80, for: 'session' },
  ]);
  expect(callerBudgetsSchema.parse([{ dollars: 1_234.567891, per: 'day' }])[0]).toMatchObject({
    microDollars: 1_234_567_891,
  });
});

it('takes teams', () => {
  const teams = teamsSchema.parse({ research: { callers: ['a'], budgets: [{ tokens: 5, per: 'month' }] } });
  expect(teams).toMatchObject({
    research: { callers: ['a'], budgets: [{ tokens: 5, per: 'month', timeZone: 'UTC' }] },
  });
});

it('keeps limits without being told how', () => {
  expect(limitsSchema.parse({})).toEqual({
    whenStoreIsDown: 'local-share',
    localSharePercent: 25,
    leaseSeconds: 30,
    maxWaiting: 100,
    maxWaitSeconds: 0,
    deployments: {},
  });
});

const budget = { tokens: 5, per: 'day' };

it.each([
  ['neither tokens nor dollars', { per: 'day' }, 'expected either tokens or dollars'],
  ['both', { ...budget, dollars: 1 }, 'expected either tokens or dollars'],
  [
    'a part of a millionth',
    { dollars: 0.000_000_5, per: 'day' },
    'expected US dollars to a millionth, at most a thousand million',
  ],
  ['less than nothing', { tokens: -1, per: 'day' }, undefined],
  ['an unknown period', { tokens: 5, per: 'week' }, undefined],
  [
    'an unknown time zone',
    { ...budget, timeZone: 'Europe/Atlantis' },
    'expected an IANA time zone such as Europe/Berlin',
  ],
  ['an unknown member', { ...budget, forever: true }, undefined],
])('refuses a budget of %s', (_, entry, message) => {
  const { error } = callerBudgetsSchema.safeParse([entry]);
  expect(error?.issues).toHaveLength(1);
  if (message !== undefined) expect(error?.issues[0]?.message).toBe(message);
});

it('refuses a team of nobody, and one without a budget', () => {
  expect(teamsSchema.safeParse({ t: { callers: [], budgets: [budget] } }).success).toBe(false);
  expect(teamsSchema.safeParse({ t: { callers: ['a'], budgets: [] } }).success).toBe(false);
});

it('has a JSON Schema', () => {
  for (const schema of [callerLimitsSchema, callerBudgetsSchema, teamsSchema, limitsSchema]) {
    expect(JSON.stringify(z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }))).toContain('description');
  }
});

it('gives what a book of limits is made of', () => {
  const teams = teamsSchema.parse({ research: { callers: ['a'], budgets: [budget] } });
  const { deployments } = limitsSchema.parse({ deployments: { east: { requestsPerMinute: 60 } } });
  const book = createLimitBook({
    callers: [
      {
        name: 'a',
        limits: callerLimitsSchema.parse({ requestsPerMinute: 5 }),
        budgets: callerBudgetsSchema.parse([{ dollars: 5, per: 'day' }]),
      },
    ],
    teams: Object.entries(teams).map(([name, team]) => ({ name, ...team })),
    deployments: Object.entries(deployments).map(([name, pace]) => ({ name, ...pace })),
  });
  expect(book.forCall('a', 'gpt-4o').map(({ key }) => key)).toEqual([
    'caller:a:rpm',
    'caller:a:microDollars/day/UTC',
    'team:research:tokens/day/UTC',
  ]);
  expect(book.forDeployment('east')).toHaveLength(2);
});
