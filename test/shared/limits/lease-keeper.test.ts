import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Reservation } from '../../../shared/limits/admission.ts';
import { LeaseKeeper } from '../../../shared/limits/lease-keeper.ts';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

function openKeeper() {
  const renewed: string[] = [];
  const keeper = new LeaseKeeper({
    renew: async ({ id }) => renewed.push(`${id} ${Date.now()}`) > 0,
    leaseMs: 20_000,
    longestMs: 60_000,
    now: Date.now,
  });
  const reservation = (id: string): Reservation => ({
    id,
    claims: [],
    heldBy: 'store',
    leaseEndsMs: Date.now() + 20_000,
  });
  return { keeper, renewed, reservation };
}

it('renews each lease at half of it, for as long as it is kept', () => {
  const { keeper, renewed, reservation } = openKeeper();
  const stop = keeper.keep(reservation('a'));
  vi.advanceTimersByTime(5_000);
  keeper.keep(reservation('b'));
  vi.advanceTimersByTime(15_000);
  expect(renewed).toEqual(['a 10000', 'b 15000', 'a 20000']);
  stop();
  vi.advanceTimersByTime(10_000);
  expect(renewed.slice(3)).toEqual(['b 25000']);
});

it('costs a short call nothing', () => {
  const { keeper, renewed, reservation } = openKeeper();
  const stop = keeper.keep(reservation('a'));
  vi.advanceTimersByTime(9_000);
  stop();
  expect([renewed, keeper.size, vi.getTimerCount()]).toEqual([[], 0, 0]);
});

it('does not keep for ever what nobody settles', () => {
  const { keeper, renewed, reservation } = openKeeper();
  keeper.keep(reservation('a'));
  vi.advanceTimersByTime(200_000);
  expect(renewed).toHaveLength(5);
  expect([keeper.size, vi.getTimerCount()]).toEqual([0, 0]);
  keeper.keep(reservation('b'), 100_000);
  vi.advanceTimersByTime(200_000);
  expect(renewed.slice(5)).toHaveLength(9);
});
