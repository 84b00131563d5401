import { expect, it } from 'vitest';
import { Debts } from '../../../shared/limits/debts.ts';
import type { LimitStore } from '../../../shared/limits/limit-store.ts';
import { dayBudget, lease, noonMs, slidingLimit } from '../../setup/limit-fixture.ts';
import { failingStore } from '../../setup/failing-limit-store.ts';

const day = dayBudget(100);

function open() {
  const clock = { nowMs: noonMs };
  const store = failingStore(() => clock.nowMs);
  return { clock, store, debts: new Debts(() => clock.nowMs) };
}
const used = async (store: LimitStore) =>
  (await store.admit(lease('look', { purpose: 'look' }), [{ limit: day, amount: 0 }])).counts[0]?.used;

it('tells the store settlements and use of budgets, once', async () => {
  const { store, debts } = open();
  await store.admit(lease('a'), [{ limit: day, amount: 50 }]);
  debts.addSettlement('a', [{ limit: day, amount: 20 }]);
  debts.addUse(day, 3);
  debts.addUse(day, 4);
  expect([debts.size, debts.has('a'), debts.has('b')]).toEqual([2, true, false]);
  await debts.pay(store);
  await debts.pay(store);
  expect([debts.size, await used(store)]).toEqual([0, 27]);
});

it('keeps what it could not tell', async () => {
  const { store, debts } = open();
  debts.addUse(day, 3);
  debts.addSettlement('a', [{ limit: day, amount: 20 }]);
  store.fault = 'connection-lost';
  await expect(debts.pay(store)).rejects.toThrow('Redis is down.');
  expect(debts.size).toBe(2);
  store.fault = undefined;
  await debts.pay(store);
  store.fault = 'connection-lost';
  debts.addUse(day, 5);
  await expect(debts.pay(store)).rejects.toThrow('Redis is down.');
  store.fault = undefined;
  await debts.pay(store);
  expect([debts.size, await used(store)]).toEqual([0, 8]);
});

it('forgets what nobody asks about any more: rates, and budgets of a period that is over', async () => {
  const { clock, store, debts } = open();
  debts.addUse(slidingLimit(5), 3);
  debts.addUse(day, 0);
  expect(debts.size).toBe(0);
  debts.addUse(day, 50);
  clock.nowMs += 86_400_000;
  debts.addUse({ ...day, key: 'other' }, 50);
  await debts.pay(store);
  expect(await used(store)).toBe(0);
  debts.addUse(day, 1);
  await debts.pay(store);
  expect(await used(store)).toBe(1);
});

it('tells one thing after the other', async () => {
  const { store, debts } = open();
  debts.addUse(day, 50);
  await Promise.all([debts.pay(store), debts.pay(store)]);
  expect(await used(store)).toBe(50);
});

it('is bounded', () => {
  const { debts } = open();
  for (let call = 0; call < 10_050; call += 1) debts.addSettlement(`${call}`, []);
  expect([debts.size, debts.has('0')]).toEqual([10_000, false]);
});
