import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LatencyAverage } from '../../../shared/deployments/latency-average.ts';

const nowMs = 1_000_000;

describe('LatencyAverage', () => {
  it('knows nothing before the first measurement', () => {
    const latency = new LatencyAverage();
    expect([latency.averageMs, latency.expectedMs(nowMs)]).toEqual([undefined, undefined]);
  });

  it('gives a new measurement a fifth of the weight while the last one is fresh', () => {
    const latency = new LatencyAverage();
    latency.measure(100, nowMs);
    latency.measure(600, nowMs);
    expect(latency.averageMs).toBeCloseTo(200);
  });

  it('expects half as much after each half-life, so that what was slow once is tried again', () => {
    const latency = new LatencyAverage();
    latency.measure(1_000, nowMs);
    expect(latency.expectedMs(nowMs)).toBe(1_000);
    expect(latency.expectedMs(nowMs + 30_000)).toBe(500);
    expect(latency.expectedMs(nowMs + 100_000)).toBeLessThan(100);
    expect(latency.averageMs).toBe(1_000);
  });

  it('forgets an old average over a new measurement', () => {
    const latency = new LatencyAverage();
    latency.measure(1_000, nowMs);
    latency.measure(100, nowMs + 30_000);
    expect(latency.averageMs).toBeCloseTo(460);
    latency.measure(50, nowMs + 3_600_000);
    expect(latency.averageMs).toBeCloseTo(50);
  });

  it('does not age without a clock, nor when the clock is set back', () => {
    const latency = new LatencyAverage();
    latency.measure(100, undefined);
    expect(latency.expectedMs(nowMs)).toBe(100);
    latency.measure(100, nowMs);
    expect(latency.expectedMs(nowMs - 1)).toBe(100);
  });

  it('stays between the fastest and the slowest that was measured', () => {
    const anyMeasurement = fc.record({ latencyMs: fc.nat(100_000), afterMs: fc.nat(200_000) });
    fc.assert(
      fc.property(fc.array(anyMeasurement, { minLength: 1 }), (measurements) => {
        const latency = new LatencyAverage();
        let atMs = nowMs;
        for (const { latencyMs, afterMs } of measurements) {
          atMs += afterMs;
          latency.measure(latencyMs, atMs);
        }
        const all = measurements.map(({ latencyMs }) => latencyMs);
        expect(latency.averageMs).toBeGreaterThanOrEqual(Math.min(...all) - 1e-6);
        expect(latency.averageMs).toBeLessThanOrEqual(Math.max(...all) + 1e-6);
      }),
    );
  });
});
