import { describe, expect, it } from 'vitest';
import { Latencies, LatencyWindow } from '../../../shared/resilience/latencies.ts';

const filled = (latencies: Iterable<number>) => {
  const window = new LatencyWindow();
  for (const latencyMs of latencies) window.add(latencyMs);
  return window;
};
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

describe('LatencyWindow', () => {
  it('knows no percentile before twenty calls', () => {
    expect(filled(upTo(19)).percentile(95)).toBeUndefined();
    expect(filled(upTo(20)).percentile(95)).toBe(20);
  });

  it('gives percentiles in whatever order the latencies came', () => {
    const window = filled(upTo(100).toReversed());
    expect([50, 90, 99, 100].map((percent) => window.percentile(percent))).toEqual([51, 91, 100, 100]);
  });

  it('forgets all but the latest 128', () => {
    expect(filled([...upTo(128).map(() => 10_000), ...upTo(128)]).percentile(99)).toBe(127);
  });
});

describe('Latencies', () => {
  it('keep routes apart, and of one route streams from whole answers', () => {
    const latencies = new Latencies();
    for (const latencyMs of upTo(20)) latencies.of('gpt-4o', true).add(latencyMs);
    expect(latencies.of('gpt-4o', true).percentile(50)).toBe(11);
    expect(latencies.of('gpt-4o', false).percentile(50)).toBeUndefined();
    expect(latencies.of('gpt-4o-mini', true).percentile(50)).toBeUndefined();
  });
});
