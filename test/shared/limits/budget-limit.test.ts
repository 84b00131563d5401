import { expect, it } from 'vitest';
import { budgetLimit } from '../../../shared/limits/budget-limit.ts';

const team = { kind: 'team', name: 'research' } as const;
const setting = { per: 'month', timeZone: 'Europe/Berlin', mode: 'soft', warnAtPercent: 80 } as const;

it('is a limit of a calendar period that warns from its share on', () => {
  expect(budgetLimit(team, { ...setting, tokens: 1_001 })).toEqual({
    key: 'team:research:tokens/month/Europe/Berlin',
    subject: team,
    unit: 'tokens',
    most: 1_001,
    span: { kind: 'calendar', period: 'month', timeZone: 'Europe/Berlin' },
    mode: 'soft',
    warnFrom: 801,
    isCorrected: true,
  });
});

it('counts money in millionths of a dollar', () => {
  expect(budgetLimit(team, { ...setting, microDollars: 2_500_000 })).toMatchObject({
    unit: 'microDollars',
    most: 2_500_000,
  });
});

it('keeps its counter when its size, mode or warning change, and has another for whatever counts otherwise', () => {
  const key = (other: object) => budgetLimit(team, { ...setting, tokens: 5, ...other }).key;
  expect(key({ tokens: 9, mode: 'hard', warnAtPercent: 10 })).toBe(key({}));
  const others = [{ per: 'day' }, { timeZone: 'UTC' }, { name: 'trial' }, { per: 'total' }].map(key);
  expect(new Set([...others, key({})]).size).toBe(5);
  expect(key({ per: 'total', timeZone: 'UTC' })).toBe(key({ per: 'total' }));
});
