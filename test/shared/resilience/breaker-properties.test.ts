import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Breaker } from '../../../shared/resilience/breaker.ts';
import { breakerCommands, freshModel } from './breaker-model.ts';

const policy = { samplingMs: 1_000, minimumCalls: 3, failureRatio: 0.5, openMs: 2_000, probeLeaseMs: 500 };

describe('a breaker', () => {
  it('does as its model does, whatever happens in whatever order', () => {
    const startMs = 1_700_000_000_000;
    const seen = new Set<string>();
    fc.assert(
      fc.property(breakerCommands(policy), (commands) => {
        const clock = { nowMs: startMs };
        const breaker = new Breaker(
          'east',
          policy,
          () => clock.nowMs,
          ({ from, to }) => seen.add(`${from} → ${to}`),
        );
        fc.modelRun(() => ({ model: freshModel(startMs), real: { breaker, clock, permits: [] } }), commands);
      }),
      { numRuns: 1_000 },
    );
    // The commands reach every change there is, or the property would prove little.
    expect([...seen].toSorted()).toEqual([
      'closed → open',
      'half-open → closed',
      'half-open → open',
      'open → closed',
      'open → half-open',
    ]);
  });
});
