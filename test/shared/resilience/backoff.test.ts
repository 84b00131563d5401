import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs } from '../../../shared/resilience/backoff.ts';

const policy = { baseBackoffMs: 1000, maxBackoffMs: 32_000 };
const almostOne = () => 1 - Number.EPSILON;

describe('backoffMs', () => {
  it('may be nothing at all in any round', () => {
    expect([0, 1, 5, 40].map((round) => backoffMs(round, policy, () => 0))).toEqual([0, 0, 0, 0]);
  });

  it('doubles its cap with every round up to the longest', () => {
    const caps = [0, 1, 2, 3, 4, 5, 6, 1000].map((round) => backoffMs(round, policy, almostOne) + 1);
    expect(caps).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 32_000, 32_000]);
  });

  it('draws from the whole interval', () => {
    expect(backoffMs(2, policy, () => 0.25)).toBe(1000);
  });

  it('is a whole number of milliseconds within its cap, whatever round and dice', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (round, die) => {
        const ms = backoffMs(round, policy, () => die);
        expect(Number.isInteger(ms)).toBe(true);
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThan(32_000);
      }),
    );
  });
});
