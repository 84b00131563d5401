import fc from 'fast-check';
import { expect, it } from 'vitest';
import { resolveTimeouts, timeoutsSchema } from '../../../shared/config/timeouts-schema.ts';

it('has a default for every clock', () => {
  expect(resolveTimeouts(timeoutsSchema.parse({}))).toEqual({
    connectMs: 5000,
    firstOutputMs: 60_000,
    idleMs: 60_000,
    attemptMs: 200_000,
    deadlineMs: 220_000,
  });
});

it('fits the clocks that are not given into one that is', () => {
  expect(resolveTimeouts({ deadlineMs: 30_000 })).toEqual({
    connectMs: 5000,
    firstOutputMs: 30_000,
    idleMs: 30_000,
    attemptMs: 30_000,
    deadlineMs: 30_000,
  });
});

it('leaves no default outside the clock around it, whatever the deadline', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 229_999 }), (deadlineMs) => {
      const { connectMs, firstOutputMs, idleMs, attemptMs } = resolveTimeouts({ deadlineMs });
      expect(
        connectMs <= firstOutputMs && firstOutputMs <= attemptMs && idleMs <= attemptMs && attemptMs <= deadlineMs,
      ).toBe(true);
    }),
  );
});

it('refuses a deadline that the platform would not wait for', () => {
  expect(timeoutsSchema.safeParse({ deadlineMs: 229_999 }).success).toBe(true);
  expect(timeoutsSchema.safeParse({ deadlineMs: 230_000 }).success).toBe(false);
});
