import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BreakerWindow } from '../../../shared/resilience/breaker-window.ts';

describe('BreakerWindow', () => {
  it('counts calls and failures until they are as old as the sampling time', () => {
    const window = new BreakerWindow(1000);
    window.count(true, 5_000);
    window.count(false, 5_950);
    expect([window.callCount, window.failureCount]).toEqual([2, 1]);
    window.forget(6_000);
    expect([window.callCount, window.failureCount]).toEqual([1, 0]);
    window.forget(60_000);
    expect([window.callCount, window.failureCount]).toEqual([0, 0]);
  });

  it('begins anew when the clock is set back by hours', () => {
    const window = new BreakerWindow(1000);
    window.count(true, 9_000_000);
    window.count(false, 1_000);
    expect([window.callCount, window.failureCount]).toEqual([1, 0]);
    window.forget(2_000);
    expect(window.callCount).toBe(0);
  });

  it('agrees with a list of what happened, whatever happened', () => {
    const anyStep = fc.record({ isFailure: fc.boolean(), afterMs: fc.oneof(fc.nat(40), fc.nat(300), fc.nat(3000)) });
    fc.assert(
      fc.property(fc.array(anyStep), (steps) => {
        const window = new BreakerWindow(1000);
        const seen: { isFailure: boolean; atMs: number }[] = [];
        let nowMs = 1_700_000_000_000;
        for (const { isFailure, afterMs } of steps) {
          nowMs += afterMs;
          window.count(isFailure, nowMs);
          seen.push({ isFailure, atMs: nowMs });
          const young = seen.filter(({ atMs }) => Math.floor(nowMs / 100) - Math.floor(atMs / 100) < 10);
          expect(window.callCount).toBe(young.length);
          expect(window.failureCount).toBe(young.filter((each) => each.isFailure).length);
        }
      }),
    );
  });
});
