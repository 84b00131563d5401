import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AdmissionRequest } from '../../../shared/limits/admission.ts';
import type { Limit } from '../../../shared/limits/limit.ts';
import { Limiter } from '../../../shared/limits/limiter.ts';
import { MemoryStore } from '../../../shared/limits/memory-store.ts';
import { WaitingRoom } from '../../../shared/limits/waiting-room.ts';
import { dayBudget, noonMs, slidingLimit } from '../../setup/limit-fixture.ts';

// Ten tokens in any ten seconds, kept in slices of one: what was taken is forgotten eleven seconds later.
const limit = slidingLimit(10);

beforeEach(() => void vi.useFakeTimers({ now: noonMs }));
afterEach(() => void vi.useRealTimers());

function openRoom(maxWaiting = 100, before: () => Promise<void> = async () => {}) {
  const limiter = new Limiter({
    store: new MemoryStore(Date.now),
    whenStoreIsDown: 'closed',
    localShare: 1,
    leaseMs: 600_000,
    maxWaiting: 0,
    now: Date.now,
    random: () => 0,
  });
  let asked = 0;
  const room = new WaitingRoom({
    admit: async (request) => {
      asked += 1;
      await before();
      return limiter.admit(request);
    },
    giveBack: ({ reservation }) => void limiter.release(reservation),
    maxWaiting,
    now: Date.now,
    random: () => 0,
  });
  return { room, limiter, asked: () => asked };
}

const request = (caller: string, tokens: number, limits: Limit[] = [limit]): AdmissionRequest => ({
  caller,
  limits,
  estimate: { tokens, microDollars: 0 },
  isSent: true,
});
const never = new AbortController().signal;

it('lets a call in at once where there is room', async () => {
  const { room } = openRoom();
  expect((await room.admitWithin(request('a', 10), 60_000, never)).kind).toBe('admitted');
  expect(room.waiting).toBe(0);
});

it('wakes only the next in line, when there is room for it', async () => {
  const { room, limiter, asked } = openRoom();
  await limiter.admit(request('x', 10));
  const ends: string[] = [];
  const calls = ['a1', 'a2', 'a3', 'b1'].map(async (name) => {
    const { kind } = await room.admitWithin(request(name.slice(0, 1), 4), 60_000, never);
    ends.push(`${name} ${kind}`);
  });
  await vi.advanceTimersByTimeAsync(10_999);
  expect([ends, asked(), room.waiting]).toEqual([[], 4, 4]);
  await vi.advanceTimersByTimeAsync(1);
  expect(ends).toEqual(['a1 admitted', 'b1 admitted']);
  // Each asked once to learn that there is no room; after that only who was next did.
  expect([asked(), room.waiting]).toEqual([7, 2]);
  await vi.advanceTimersByTimeAsync(11_000);
  await Promise.all(calls);
  expect(ends.slice(2)).toEqual(['a2 admitted', 'a3 admitted']);
  expect(room.waiting).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

it('lets nobody past a line, though there would be room for less', async () => {
  const { room, limiter } = openRoom();
  await limiter.admit(request('x', 8));
  const large = room.admitWithin(request('a', 10), 60_000, never);
  await vi.advanceTimersByTimeAsync(0);
  const small = room.admitWithin(request('b', 1), 60_000, never);
  await vi.advanceTimersByTimeAsync(11_000);
  expect((await large).kind).toBe('admitted');
  expect(room.waiting).toBe(1);
  await vi.advanceTimersByTimeAsync(11_000);
  expect((await small).kind).toBe('admitted');
});

it('tries as soon as something is given back', async () => {
  const { room, limiter } = openRoom();
  const held = await limiter.admit(request('x', 10));
  const waiting = room.admitWithin(request('a', 5), 60_000, never);
  await vi.advanceTimersByTimeAsync(100);
  if (held.kind === 'admitted') await limiter.settle(held.reservation, { tokens: 2, microDollars: 0 });
  room.noteRoom([limit.key]);
  await vi.advanceTimersByTimeAsync(0);
  expect((await waiting).kind).toBe('admitted');
});

it('refuses at once what no wait that short helps', async () => {
  const { room, limiter } = openRoom();
  await limiter.admit(request('x', 10));
  expect(await room.admitWithin(request('a', 1), 10_999, never)).toMatchObject({
    kind: 'refused',
    retryAfterMs: 11_000,
  });
  expect(await room.admitWithin(request('a', 11), 60_000, never)).toMatchObject({ reason: 'too-large' });
  const waiting = room.admitWithin(request('a', 1), 60_000, never);
  await vi.advanceTimersByTimeAsync(0);
  expect(await room.admitWithin(request('b', 1), 5_000, never)).toMatchObject({ reason: 'rate', retryAfterMs: 11_000 });
  await vi.advanceTimersByTimeAsync(11_000);
  expect((await waiting).kind).toBe('admitted');
});

it('refuses when the time is over, and says why', async () => {
  const { room, limiter } = openRoom();
  await limiter.admit(request('x', 10));
  const first = room.admitWithin(request('a', 10), 60_000, never);
  await vi.advanceTimersByTimeAsync(0);
  const own = slidingLimit(99, { key: 'own' });
  const second = room.admitWithin(request('b', 10, [limit, own]), 15_000, never);
  await vi.advanceTimersByTimeAsync(15_000);
  expect((await first).kind).toBe('admitted');
  expect(await second).toMatchObject({ kind: 'refused', reason: 'rate', limit: { key: limit.key } });
  expect(room.waiting).toBe(0);
});

it('refuses when the line is full', async () => {
  const { room, limiter } = openRoom(1);
  await limiter.admit(request('x', 10));
  const first = room.admitWithin(request('a', 1), 60_000, never);
  await vi.advanceTimersByTimeAsync(0);
  expect(await room.admitWithin(request('b', 1), 60_000, never)).toMatchObject({ reason: 'line-full' });
  await vi.advanceTimersByTimeAsync(11_000);
  expect((await first).kind).toBe('admitted');
});

it('lets a call leave the line when its caller hangs up', async () => {
  const { room, limiter } = openRoom();
  await limiter.admit(request('x', 10));
  const gone = new AbortController();
  const first = room.admitWithin(request('a', 10), 60_000, gone.signal);
  const second = room.admitWithin(request('b', 3), 60_000, never);
  await vi.advanceTimersByTimeAsync(10);
  gone.abort(new Error('hung up'));
  await expect(first).rejects.toThrow('hung up');
  await vi.advanceTimersByTimeAsync(10_990);
  expect((await second).kind).toBe('admitted');
  await expect(room.admitWithin(request('a', 1), 1, gone.signal)).rejects.toThrow('hung up');
  expect(vi.getTimerCount()).toBe(0);
});

it('gives back what was taken for a call that left meanwhile', async () => {
  let arrive = (): void => {};
  const { room, limiter } = openRoom(9, () => new Promise((resolve) => (arrive = resolve)));
  const gone = new AbortController();
  const first = room.admitWithin(request('a', 10), 60_000, gone.signal);
  gone.abort(new Error('hung up'));
  arrive();
  await expect(first).rejects.toThrow('hung up');
  expect((await limiter.read([limit]))[0]?.used).toBe(0);
});

it('gives back what was taken for the head of a line that left meanwhile, and goes on with the next', async () => {
  let arrive: (() => void) | undefined;
  let isSlow = false;
  const { room, limiter } = openRoom(9, async () => {
    if (isSlow) await new Promise<void>((resolve) => (arrive = resolve));
  });
  await limiter.admit(request('x', 10));
  const gone = new AbortController();
  const first = room.admitWithin(request('a', 10), 60_000, gone.signal);
  const second = room.admitWithin(request('b', 10), 60_000, never);
  await vi.advanceTimersByTimeAsync(10);
  isSlow = true;
  await vi.advanceTimersByTimeAsync(10_990);
  gone.abort(new Error('hung up'));
  isSlow = false;
  arrive?.();
  await expect(first).rejects.toThrow('hung up');
  await vi.advanceTimersByTimeAsync(0);
  expect((await second).kind).toBe('admitted');
});

it('sends a call on to the line of another limit that keeps it out', async () => {
  const { room, limiter } = openRoom();
  const other = slidingLimit(10, { key: 'other' });
  await limiter.admit(request('x', 10));
  const waiting = room.admitWithin(request('a', 5, [limit, other]), 60_000, never);
  await vi.advanceTimersByTimeAsync(8_000);
  await limiter.admit(request('x', 10, [other]));
  await vi.advanceTimersByTimeAsync(3_000);
  expect(room.waiting).toBe(1);
  await vi.advanceTimersByTimeAsync(8_000);
  expect((await waiting).kind).toBe('admitted');
});

it('answers a call in line that a budget refuses when its turn comes', async () => {
  const { room, limiter } = openRoom();
  const day = dayBudget(10);
  await limiter.admit(request('x', 10));
  const waiting = room.admitWithin(request('a', 5, [limit, day]), 60_000, never);
  await vi.advanceTimersByTimeAsync(8_000);
  const spent = await limiter.admit(request('x', 10, [day]));
  if (spent.kind === 'admitted') await limiter.settle(spent.reservation, { tokens: 10, microDollars: 0 });
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await waiting).toMatchObject({ reason: 'budget', limit: { key: day.key } });
  expect(room.waiting).toBe(0);
});

it('fails the call whose request is wrong, and goes on with the next', async () => {
  const { room, limiter } = openRoom();
  await limiter.admit(request('x', 10));
  const first = room.admitWithin(request('a', 10), 60_000, never);
  await vi.advanceTimersByTimeAsync(0);
  const wrong = room.admitWithin(request('b', Number.NaN), 60_000, never).catch((error: unknown) => error);
  const third = room.admitWithin(request('c', 1), 60_000, never);
  await vi.advanceTimersByTimeAsync(22_000);
  expect(await wrong).toBeInstanceOf(TypeError);
  expect([(await first).kind, (await third).kind]).toEqual(['admitted', 'admitted']);
});
