import { describe, expect, it } from 'vitest';
import { DeploymentState } from '../../../shared/deployments/deployment-state.ts';
import { expectedLatencyMs } from '../../../shared/deployments/expected-latency.ts';

const nowMs = 1_000_000;

describe('expectedLatencyMs', () => {
  it('is nothing before anything was measured, so that it will be', () => {
    expect(expectedLatencyMs(new DeploymentState(), nowMs)).toBe(0);
  });

  it('is what was measured, less with age', () => {
    const state = new DeploymentState();
    state.succeeded(400, nowMs);
    expect([expectedLatencyMs(state, nowMs), expectedLatencyMs(state, nowMs + 30_000)]).toEqual([400, 200]);
  });

  it('is endless for half a minute after a failure of one that never served', () => {
    const state = new DeploymentState();
    state.failed('unreachable', undefined, true, nowMs);
    expect(expectedLatencyMs(state, nowMs + 29_999)).toBe(Number.POSITIVE_INFINITY);
    expect(expectedLatencyMs(state, nowMs + 30_000)).toBe(0);
    state.succeeded(400, nowMs);
    state.failed('unreachable', undefined, true, nowMs);
    expect(expectedLatencyMs(state, nowMs)).toBe(400);
  });
});
