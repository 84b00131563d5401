import { expect, it } from 'vitest';
import type { Admission, AdmissionRequest } from '../../../shared/limits/admission.ts';
import type { StoreDownPolicy } from '../../../shared/limits/guarded-store.ts';
import type { Limit } from '../../../shared/limits/limit.ts';
import { Limiter } from '../../../shared/limits/limiter.ts';
import { dayBudget, noonMs, slidingLimit } from '../../setup/limit-fixture.ts';
import { failingStore } from '../../setup/failing-limit-store.ts';

function open(whenStoreIsDown: StoreDownPolicy = 'local-share') {
  const clock = { nowMs: noonMs };
  const now = () => clock.nowMs;
  const store = failingStore(now);
  const limiter = new Limiter({
    store,
    whenStoreIsDown,
    localShare: 0.1,
    leaseMs: 30_000,
    maxWaiting: 10,
    now,
    random: () => 0,
  });
  return { clock, store, limiter };
}
const ask = (tokens: number, limits: Limit[], microDollars: number | null = 0): AdmissionRequest => ({
  caller: 'a',
  limits,
  estimate: { tokens, microDollars },
});
const reservationOf = (admission: Admission) =>
  admission.kind === 'admitted' ? admission.reservation : expect.unreachable(admission.reason);
const day = dayBudget(100);
const requests = slidingLimit(2, { key: 'rpm', unit: 'requests' });

it('reserves the estimate and corrects it to what was used', async () => {
  const { limiter } = open();
  const reservation = reservationOf(await limiter.admit(ask(60, [day, requests])));
  expect(await limiter.read([day, requests])).toMatchObject([
    { used: 60, held: 60, remaining: 40 },
    { used: 1, remaining: 1 },
  ]);
  expect(await limiter.settle(reservation, { tokens: 25, microDollars: null })).toBe(true);
  expect(await limiter.settle(reservation, { tokens: 99, microDollars: null })).toBe(false);
  expect(await limiter.release(reservation)).toBe(false);
  expect(await limiter.read([day, requests])).toMatchObject([{ used: 25, held: 0 }, { used: 1 }]);
});

it('gives back everything of a call that never went up, the request included', async () => {
  const { limiter } = open();
  const reservation = reservationOf(await limiter.admit(ask(60, [day, requests])));
  expect(await limiter.release(reservation)).toBe(true);
  expect(await limiter.read([day, requests])).toMatchObject([{ used: 0 }, { used: 0 }]);
});

it('can be settled by another process: a reservation is plain data', async () => {
  const { limiter } = open();
  const reservation = reservationOf(await limiter.admit(ask(60, [day])));
  await limiter.settle(structuredClone(reservation), { tokens: 5, microDollars: null });
  expect(await limiter.read([day])).toMatchObject([{ used: 5 }]);
});

it('refuses with the limit, its state and when to come again', async () => {
  const { limiter } = open();
  await limiter.admit({ ...ask(60, [day]), isSent: true });
  expect(await limiter.admit(ask(41, [day]))).toMatchObject({
    kind: 'refused',
    reason: 'budget',
    limit: day,
    retryAfterMs: 1_000,
    states: [{ used: 60, remaining: 40 }],
  });
});

it('charges a sent call that nobody settles, and gives back one that was only let in', async () => {
  const { clock, limiter } = open();
  expect(await limiter.markSent(reservationOf(await limiter.admit(ask(10, [day]))))).toBe(true);
  await limiter.admit(ask(20, [day]));
  await limiter.admit({ ...ask(30, [day]), isSent: true });
  const long = reservationOf(await limiter.admit(ask(40, [day])));
  clock.nowMs += 20_000;
  expect(await limiter.renew(long)).toBe(true);
  clock.nowMs += 10_000;
  expect(await limiter.read([day])).toMatchObject([{ used: 80 }]);
});

it('holds nothing of what is final, and charges it whatever becomes of the call', async () => {
  const { clock, limiter } = open();
  const reservation = reservationOf(await limiter.admit({ ...ask(60, [day]), isFinal: true }));
  expect(await limiter.release(reservation)).toBe(false);
  clock.nowMs += 3_600_000;
  expect(await limiter.read([day])).toMatchObject([{ used: 60, held: 0 }]);
  expect((await limiter.admit({ ...ask(41, [day]), isFinal: true })).kind).toBe('refused');
});

it('looks without reserving', async () => {
  const { limiter } = open();
  expect((await limiter.look(ask(60, [day]))).kind).toBe('admitted');
  expect(await limiter.look(ask(101, [day]))).toMatchObject({ reason: 'too-large', retryAfterMs: undefined });
  expect(await limiter.read([day])).toMatchObject([{ used: 0 }]);
});

it('notes what has no price, and does not count it as free of limits', async () => {
  const { limiter } = open();
  const money = dayBudget(100, 'hard', { key: 'money', unit: 'microDollars' });
  const admission = await limiter.admit(ask(5, [money], null));
  expect(admission).toMatchObject({ notices: [{ kind: 'unpriced' }] });
  await limiter.settle(reservationOf(admission), { tokens: 5, microDollars: 100 });
  expect(await limiter.admit(ask(5, [money], null))).toMatchObject({ kind: 'refused', reason: 'budget' });
});

it('asks no store for a call that nothing limits', async () => {
  const { store, limiter } = open();
  const admission = await limiter.admit(ask(5, []));
  expect(admission).toMatchObject({ kind: 'admitted', states: [], reservation: { heldBy: 'nobody' } });
  expect(store.asked).toBe(0);
});

it('refuses an estimate that is no amount', async () => {
  await expect(open().limiter.admit(ask(Number.NaN, [day]))).rejects.toThrow(TypeError);
});

it.each([
  ['open', 100, { kind: 'admitted', states: [], reservation: { heldBy: 'nobody' } }],
  ['closed', 1, { kind: 'refused', reason: 'store-down', retryAfterMs: 1_000 }],
  ['local-share', 10, { kind: 'admitted', states: [{ used: 10, remaining: 0 }] }],
  ['local-share', 11, { kind: 'refused', reason: 'store-down', retryAfterMs: 1_000 }],
] as const)('does as it is told while the store is down: %s, %i tokens', async (policy, tokens, admission) => {
  const { store, limiter } = open(policy);
  store.fault = 'not-connected';
  expect(await limiter.admit(ask(tokens, [day]))).toMatchObject(admission);
  expect(limiter.status()).toEqual({
    store: 'down',
    downSinceMs: noonMs,
    whenStoreIsDown: policy,
    untold: 0,
    waiting: 0,
  });
});

it('tells the store when it is back what was used without it', async () => {
  const { store, limiter } = open();
  store.fault = 'not-connected';
  const reservation = reservationOf(await limiter.admit(ask(10, [day])));
  await limiter.settle(reservation, { tokens: 7, microDollars: null });
  expect(limiter.status().untold).toBe(1);
  store.fault = undefined;
  await limiter.flush();
  expect(await limiter.read([day])).toMatchObject([{ used: 7 }]);
  expect(limiter.status()).toMatchObject({ store: 'up', untold: 0 });
});

it('lets a call that waits in line have what another gives back', async () => {
  const { limiter } = open();
  const first = reservationOf(await limiter.admit(ask(100, [day])));
  const waiting = limiter.admitWithin(ask(50, [day]), 5_000, new AbortController().signal);
  await new Promise((resolve) => setImmediate(resolve));
  expect(limiter.status().waiting).toBe(1);
  await limiter.settle(first, { tokens: 50, microDollars: null });
  expect((await waiting).kind).toBe('admitted');
});

it('gives back what a call took whose caller hung up while it was asked for', async () => {
  const { limiter } = open();
  const gone = new AbortController();
  const admission = limiter.admitWithin(ask(50, [day]), 5_000, gone.signal);
  gone.abort(new Error('hung up'));
  await expect(admission).rejects.toThrow('hung up');
  expect(await limiter.read([day])).toMatchObject([{ used: 0 }]);
});

it('charges a call once that is made again in place of one whose process died', async () => {
  const { limiter } = open();
  const repeated = (attempt: number) => ({
    ...ask(60, [day, requests]),
    isSent: true,
    repeated: { key: 'job_1', attempt },
  });
  const first = reservationOf(await limiter.admit(repeated(1)));
  const second = reservationOf(await limiter.admit(repeated(2)));
  expect(await limiter.read([day, requests])).toMatchObject([{ used: 60, held: 60 }, { used: 1 }]);
  expect(await limiter.release(first)).toBe(false);
  expect(await limiter.settle(second, { tokens: 25, microDollars: null })).toBe(true);
  const third = reservationOf(await limiter.admit(repeated(3)));
  await limiter.settle(third, { tokens: 30, microDollars: null });
  expect(await limiter.read([day, requests])).toMatchObject([{ used: 30, held: 0 }, { used: 1 }]);
});

it('counts a call once that is told again because the answer to its admission was lost', async () => {
  const { clock, limiter, store } = open('closed');
  const repeated = { ...ask(60, [day]), isSent: true, repeated: { key: 'job_1', attempt: 1 } };
  store.fault = 'timed-out';
  store.actsAll = true;
  expect(await limiter.admit(repeated)).toMatchObject({ kind: 'refused', reason: 'store-down' });
  expect(await limiter.admit(repeated)).toMatchObject({ kind: 'refused', reason: 'store-down' });
  clock.nowMs += 1_000;
  store.fault = undefined;
  const reservation = reservationOf(await limiter.admit(repeated));
  await limiter.flush();
  expect(await limiter.read([day])).toMatchObject([{ used: 60, held: 60 }]);
  expect(await limiter.settle(reservation, { tokens: 25, microDollars: null })).toBe(true);
  expect(await limiter.read([day])).toMatchObject([{ used: 25 }]);
});
