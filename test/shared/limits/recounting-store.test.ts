import { describe, expect, it } from 'vitest';
import type { Limit } from '../../../shared/limits/limit.ts';
import { MemoryStore } from '../../../shared/limits/memory-store.ts';
import { RecountingStore, type Recount } from '../../../shared/limits/recounting-store.ts';
import { dayBudget, lease, noonMs, slidingLimit } from '../../setup/limit-fixture.ts';

const dayMs = 86_400_000;
const startOfDayMs = noonMs - dayMs / 2;

function recounting(recount: Recount, { waitMs = 5_000 } = {}) {
  const clock = { nowMs: noonMs };
  const failures: unknown[] = [];
  const asked: [string, number, number][] = [];
  const now = () => clock.nowMs;
  const store = new RecountingStore({
    store: new MemoryStore(now),
    recount: (limit, fromMs, toMs) => {
      asked.push([limit.key, fromMs, toMs]);
      return recount(limit, fromMs, toMs);
    },
    waitMs,
    now,
    onFailure: (limit, error) => failures.push([limit.key, error]),
  });
  const take = async (limit: Limit, amount = 1) => {
    const { isAdmitted, counts } = await store.admit(lease(`${Math.random()}`), [{ limit, amount }]);
    return [isAdmitted, counts[0]?.used];
  };
  return { store, clock, failures, asked, take };
}

describe('a budget', () => {
  it('begins with what was used of its period before the process did', async () => {
    const { take, asked } = recounting(async () => 7);
    const budget = dayBudget(9);
    expect(await take(budget)).toEqual([true, 8]);
    expect(await take(budget)).toEqual([true, 9]);
    expect(await take(budget)).toEqual([false, 9]);
    expect(asked).toEqual([[budget.key, startOfDayMs, noonMs]]);
  });

  it('is counted in once for calls that come at the same time, which all wait', async () => {
    const told = Promise.withResolvers<number>();
    const { take, asked } = recounting(() => told.promise);
    const calls = [take(dayBudget(9)), take(dayBudget(9)), take(dayBudget(9))];
    told.resolve(7);
    expect((await Promise.all(calls)).map(([isAdmitted]) => isAdmitted)).toEqual([true, true, false]);
    expect(asked).toHaveLength(1);
  });

  it('begins at nothing in a period that began later than the process', async () => {
    const { take, clock, asked } = recounting(async () => 7);
    clock.nowMs += dayMs;
    expect(await take(dayBudget(9))).toEqual([true, 1]);
    expect(asked).toEqual([]);
  });

  it('is not charged what belonged to the period before', async () => {
    const told = Promise.withResolvers<number>();
    const { take, clock } = recounting(() => told.promise);
    const call = take(dayBudget(9));
    clock.nowMs += dayMs;
    told.resolve(7);
    expect(await call).toEqual([true, 1]);
  });

  it('that never ends looks back as far as totals are remembered', async () => {
    const { take, asked } = recounting(async () => 0);
    await take(dayBudget(9, 'hard', { span: { kind: 'calendar', period: 'total', timeZone: 'UTC' } }));
    expect(asked[0]?.[1]).toBe(noonMs - 400 * dayMs);
  });
});

it('asks nothing about rates, nor about sessions, which no record names', async () => {
  const { take, asked } = recounting(async () => 7);
  expect(await take(slidingLimit(9))).toEqual([true, 1]);
  expect(await take(dayBudget(9, 'hard', { subject: { kind: 'session', name: 'a', session: 's' } }))).toEqual([
    true,
    1,
  ]);
  expect(asked).toEqual([]);
});

it('lets a call go by what is known when the answer is late, and counts it in when it comes', async () => {
  const told = Promise.withResolvers<number>();
  const { take } = recounting(() => told.promise, { waitMs: 20 });
  expect(await take(dayBudget(9))).toEqual([true, 1]);
  told.resolve(7);
  await expect.poll(() => take(dayBudget(9), 0)).toEqual([true, 8]);
});

it('asks again some seconds after a failure, which only the first call waits for', async () => {
  const answers: (() => Promise<number>)[] = [
    () => Promise.reject(new Error('The ledger is down.')),
    () => new Promise(() => {}),
  ];
  const { take, clock, failures, asked } = recounting(() => answers.shift()?.() ?? Promise.resolve(0));
  expect(await take(dayBudget(9))).toEqual([true, 1]);
  expect(await take(dayBudget(9))).toEqual([true, 2]);
  expect(failures).toEqual([[dayBudget(9).key, new Error('The ledger is down.')]]);
  expect(asked).toHaveLength(1);
  clock.nowMs += 5_000;
  expect(await take(dayBudget(9))).toEqual([true, 3]);
  expect(asked).toHaveLength(2);
});

it('settles and keeps what it has taken', async () => {
  const { store } = recounting(async () => 2);
  const limit = dayBudget(9);
  await store.admit(lease('a'), [{ limit, amount: 5 }]);
  expect(await store.keep('a', [limit], { leaseMs: 60_000, isSent: true })).toBe(true);
  expect(await store.settle('a', [{ limit, amount: 1 }])).toBe(true);
  const { counts } = await store.admit(lease('b', { purpose: 'look' }), [{ limit, amount: 0 }]);
  expect(counts[0]?.used).toBe(3);
});
