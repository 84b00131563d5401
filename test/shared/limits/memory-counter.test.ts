import { expect, it } from 'vitest';
import { MemoryCounter } from '../../../shared/limits/memory-counter.ts';
import { dayBudget, noonMs, slidingLimit } from '../../setup/limit-fixture.ts';

it('has room by what is used now, and says when by what will be forgotten', () => {
  const counter = new MemoryCounter(slidingLimit(10));
  counter.advance(noonMs);
  counter.take('a', 6, true, noonMs + 60_000);
  counter.advance(noonMs + 2_000);
  counter.take('b', 4, true, noonMs + 60_000);
  expect(counter.waitMs(1, noonMs + 2_000)).toBe(9_000);
  expect(counter.waitMs(7, noonMs + 2_000)).toBe(11_000);
  expect(counter.resetMs(noonMs + 2_000)).toBe(11_000);
  counter.advance(noonMs + 11_000);
  expect([counter.used, counter.waitMs(6, noonMs + 11_000)]).toEqual([4, 0]);
});

it('says when there is room where a settlement put more into an older slice than was claimed', () => {
  const counter = new MemoryCounter(slidingLimit(10));
  counter.advance(noonMs);
  counter.take('a', 0, true, noonMs + 60_000);
  counter.advance(noonMs + 2_000);
  counter.take('b', 5, true, noonMs + 60_000);
  counter.settle('a', 5);
  expect(counter.waitMs(5, noonMs + 2_000)).toBe(9_000);
});

it('holds of a budget what is reserved until it is settled', () => {
  const counter = new MemoryCounter(dayBudget(10));
  counter.advance(noonMs);
  counter.take('a', 6, false, noonMs + 60_000);
  expect([counter.used, counter.held]).toEqual([6, 6]);
  expect(counter.settle('a', 2)).toBe(true);
  expect([counter.used, counter.held]).toEqual([2, 0]);
  expect(counter.keep('a', true, noonMs)).toBe(false);
});
