import { expect, it } from 'vitest';
import { countedSlice } from '../../../shared/limits/counted-slice.ts';

it('numbers the slices of a sliding span and counts those in which something may be younger than the window', () => {
  const span = { kind: 'sliding', windowMs: 10_000, sliceMs: 1_000 } as const;
  expect(countedSlice(span, 25_999)).toEqual({ slice: 25, from: 15 });
  expect(countedSlice(span, 26_000)).toEqual({ slice: 26, from: 16 });
});

it('counts a whole slice more where the window is no multiple of it', () => {
  expect(countedSlice({ kind: 'sliding', windowMs: 10_500, sliceMs: 1_000 }, 25_000).from).toBe(14);
});

it('counts only the period of a calendar in which a moment lies', () => {
  const span = { kind: 'calendar', period: 'day', timeZone: 'UTC' } as const;
  expect(countedSlice(span, 86_400_000 + 5)).toEqual({ slice: 86_400_000, from: 86_400_000 });
});
