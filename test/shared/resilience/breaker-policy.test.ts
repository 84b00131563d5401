import { expect, it } from 'vitest';
import { openForMs } from '../../../shared/resilience/breaker-policy.ts';

it('a breaker stays open for longer each time in a row, up to eight times as long', () => {
  const policy = { samplingMs: 1, minimumCalls: 1, failureRatio: 1, openMs: 100, probeLeaseMs: 1 };
  expect([1, 2, 3, 4, 5, 1000].map((openings) => openForMs(openings, policy))).toEqual([100, 200, 400, 800, 800, 800]);
});
