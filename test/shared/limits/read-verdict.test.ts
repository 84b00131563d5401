import { expect, it } from 'vitest';
import type { Claim } from '../../../shared/limits/claim.ts';
import type { Count } from '../../../shared/limits/limit-store.ts';
import { noticesOf, refusalOf, statesOf } from '../../../shared/limits/read-verdict.ts';
import { dayBudget, slidingLimit } from '../../setup/limit-fixture.ts';

const count = (counted: Partial<Count> = {}): Count => ({
  used: 0,
  held: 0,
  resetMs: 0,
  waitMs: 0,
  isFirstWarning: false,
  ...counted,
});
const verdict = (isAdmitted: boolean, ...counts: Count[]) => ({ isAdmitted, nowMs: 0, counts });
const day: Claim = { limit: dayBudget(100), amount: 10 };
const rate: Claim = { limit: slidingLimit(100), amount: 10 };

it('reads how the limits stand; nothing remains of one that is exceeded', () => {
  expect(statesOf(verdict(true, count({ used: 30, held: 20, resetMs: 5 }), count({ used: 120 })), [day, rate])).toEqual(
    [
      { limit: day.limit, used: 30, held: 20, remaining: 70, resetMs: 5 },
      { limit: rate.limit, used: 120, held: 0, remaining: 0, resetMs: 0 },
    ],
  );
});

it('blames the limit that keeps a call out for longest', () => {
  const refused = (dayWaitMs: number | undefined, rateWaitMs: number | undefined) =>
    refusalOf(verdict(false, count({ waitMs: dayWaitMs }), count({ waitMs: rateWaitMs })), [day, rate]);
  expect(refused(5_000, 9_000)).toMatchObject({ reason: 'rate', limit: rate.limit, retryAfterMs: 9_000 });
  expect(refused(undefined, 9_000)).toMatchObject({ reason: 'budget', limit: day.limit, retryAfterMs: undefined });
  expect(refused(undefined, undefined)).toMatchObject({ reason: 'budget' });
});

it('does not blame a limit that only measures', () => {
  const shadow = { limit: dayBudget(5, 'shadow'), amount: 10 };
  const counts = [count({ waitMs: undefined }), count({ waitMs: 7 })];
  expect(refusalOf(verdict(false, ...counts), [shadow, rate]).limit).toBe(rate.limit);
});

it('tells a call that can never fit from one that comes too soon', () => {
  const large = { ...rate, amount: 101 };
  expect(refusalOf(verdict(false, count({ waitMs: undefined })), [large])).toMatchObject({
    reason: 'too-large',
    retryAfterMs: undefined,
  });
});

it('notes what is nearly used up, exceeded, would have been refused, or has no price', () => {
  const budget = (mode: 'hard' | 'soft' | 'shadow') => ({ limit: dayBudget(100, mode, { warnFrom: 80 }), amount: 1 });
  const claims: Claim[] = [
    budget('hard'),
    budget('hard'),
    budget('soft'),
    budget('shadow'),
    { ...budget('hard'), amount: 0, isUnpriced: true },
  ];
  const counts = [
    count({ used: 79 }),
    count({ used: 80, isFirstWarning: true }),
    count({ used: 101, waitMs: 5 }),
    count({ used: 101, waitMs: 5 }),
    count(),
  ];
  const notices = noticesOf(verdict(true, ...counts), claims);
  expect(notices.map(({ kind, isFirst }) => `${kind} ${isFirst}`)).toEqual([
    'near true',
    'exceeded false',
    'would-refuse false',
    'unpriced false',
  ]);
  expect(notices[0]?.state).toMatchObject({ used: 80, remaining: 20 });
});
