import { expect, it } from 'vitest';
import type { Reservation } from '../../../shared/limits/admission.ts';
import { GuardedStore, type StoreDownPolicy } from '../../../shared/limits/guarded-store.ts';
import { dayBudget, lease, noonMs } from '../../setup/limit-fixture.ts';
import { failingStore } from '../../setup/failing-limit-store.ts';

const day = dayBudget(100);
const claims = [{ limit: day, amount: 40 }];
const settledAt = (amount: number) => [{ limit: day, amount }];

function open(whenStoreIsDown: StoreDownPolicy = 'local-share') {
  const clock = { nowMs: noonMs };
  const now = () => clock.nowMs;
  const store = failingStore(now);
  const guarded = new GuardedStore({ store, whenStoreIsDown, localShare: 0.5, now });
  const used = async () => (await store.admit(lease('look', { purpose: 'look' }), claims)).counts[0]?.used;
  return { clock, store, guarded, used };
}
const held = (id: string, heldBy: Reservation['heldBy']): Reservation => ({ id, claims, heldBy, leaseEndsMs: 0 });
const otherMicrotasks = () => new Promise((resolve) => setImmediate(resolve));

it('asks the store while it is up', async () => {
  const { guarded, used } = open();
  expect(await guarded.admit(lease('a'), claims)).toMatchObject({ heldBy: 'store', verdict: { isAdmitted: true } });
  expect(await guarded.keep(held('a', 'store'), { leaseMs: 1_000, isSent: true })).toBe(true);
  expect(await guarded.settle(held('a', 'store'), settledAt(30))).toBe(true);
  expect(await guarded.settle(held('a', 'store'), settledAt(30))).toBe(false);
  expect([await used(), guarded.downSinceMs, guarded.untold]).toEqual([30, undefined, 0]);
});

it.each([
  ['open', { verdict: undefined, isOpen: true }],
  ['closed', { verdict: undefined, isOpen: false }],
  ['local-share', { verdict: { isAdmitted: true }, heldBy: 'local-share' }],
] as const)('does as it is told while the store is down: %s', async (policy, verdict) => {
  const { clock, store, guarded } = open(policy);
  store.fault = 'not-connected';
  expect(await guarded.admit(lease('a'), claims)).toMatchObject(verdict);
  clock.nowMs += 5_000;
  await guarded.admit(lease('b'), claims);
  expect(guarded.downSinceMs).toBe(noonMs);
});

it('tells the store of what was let through without it when it is back, once', async () => {
  const { store, guarded, used } = open();
  store.fault = 'not-connected';
  await guarded.admit(lease('a'), claims);
  const reservation = held('a', 'local-share');
  expect(await guarded.keep(reservation, { leaseMs: 1_000, isSent: true })).toBe(true);
  expect(await guarded.settle(reservation, settledAt(30))).toBe(true);
  expect(await guarded.settle(reservation, settledAt(30))).toBe(false);
  expect([guarded.untold, await guarded.flush()]).toEqual([1, undefined]);
  store.fault = undefined;
  await guarded.flush();
  expect([guarded.untold, await used(), guarded.downSinceMs]).toEqual([0, 30, undefined]);
});

it('counts as claimed what passed an open gate and was not corrected', async () => {
  const { store, guarded, used } = open('open');
  store.fault = 'not-connected';
  await guarded.admit(lease('a'), claims);
  store.fault = undefined;
  await guarded.admit(lease('b', { purpose: 'look' }), claims);
  await guarded.settle(held('a', 'nobody'), [{ limit: day, amount: 'as-claimed' }]);
  await otherMicrotasks();
  expect(await used()).toBe(40);
});

it('settles later what the store could not be told, and the first settlement counts', async () => {
  const { store, guarded, used } = open();
  await guarded.admit(lease('a'), claims);
  store.fault = 'connection-lost';
  expect(await guarded.settle(held('a', 'store'), settledAt(30))).toBe(true);
  store.fault = undefined;
  expect(await guarded.settle(held('a', 'store'), settledAt(0))).toBe(false);
  await guarded.admit(lease('b', { purpose: 'look' }), claims);
  await otherMicrotasks();
  expect([guarded.untold, await used()]).toEqual([0, 30]);
});

it('gives back what the store took though its answer was lost', async () => {
  const { clock, store, guarded, used } = open();
  store.fault = 'timed-out';
  store.actsAll = true;
  await guarded.admit(lease('a'), claims);
  store.fault = undefined;
  expect(await used()).toBe(40);
  clock.nowMs += 1_000;
  await guarded.flush();
  expect(await used()).toBe(0);
});

it('lets one call in a second wait for a store that hangs', async () => {
  const { clock, store, guarded } = open('closed');
  store.fault = 'timed-out';
  await guarded.admit(lease('a'), claims);
  await guarded.admit(lease('b'), claims);
  expect(store.asked).toBe(1);
  clock.nowMs += 1_000;
  await guarded.admit(lease('c'), claims);
  expect(store.asked).toBe(2);
});

it('keeps nothing of a reservation the store cannot be asked about', async () => {
  const { store, guarded } = open();
  await guarded.admit(lease('a'), claims);
  store.fault = 'refused';
  expect(await guarded.keep(held('a', 'store'), { leaseMs: 1_000, isSent: true })).toBe(false);
});

it('is down again when it fails while it is told', async () => {
  const { store, guarded } = open();
  store.fault = 'not-connected';
  await guarded.admit(lease('a'), claims);
  await guarded.settle(held('a', 'local-share'), settledAt(30));
  store.fault = undefined;
  const back = guarded.admit(lease('b', { purpose: 'look' }), claims);
  store.fault = 'connection-lost';
  await back;
  await otherMicrotasks();
  expect([guarded.untold, guarded.downSinceMs]).toEqual([1, noonMs]);
});

it('does not hide a mistake of its own', async () => {
  const { store, guarded } = open();
  store.admit = () => Promise.reject(new TypeError('a bug'));
  await expect(guarded.admit(lease('a'), claims)).rejects.toThrow('a bug');
});

it('does not remember for ever what it let through and nobody settles', async () => {
  const { store, guarded } = open('open');
  store.fault = 'not-connected';
  for (let call = 0; call <= 10_000; call += 1) await guarded.admit(lease(`${call}`), []);
  expect(await guarded.settle(held('0', 'nobody'), settledAt(1))).toBe(false);
  expect(await guarded.settle(held('1', 'nobody'), settledAt(1))).toBe(true);
});
