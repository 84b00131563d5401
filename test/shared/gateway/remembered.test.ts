import { expect, it } from 'vitest';
import { remembered } from '../../../shared/gateway/remembered.ts';

it('looks anew only when the last look is too old', () => {
  let nowMs = 0;
  let looks = 0;
  const look = remembered(
    () => (looks += 1),
    5_000,
    () => nowMs,
  );
  expect([look(), look()]).toEqual([1, 1]);
  nowMs = 5_000;
  expect(look()).toBe(1);
  nowMs = 5_001;
  expect(look()).toBe(2);
});
