import type { DeploymentState } from './deployment-state.ts';

/**
 * What a call to a deployment may be expected to take, in milliseconds: 0 before anything was measured, so that it will
 * be; but endless for a while after it failed without ever having served, or it would be tried before all others again
 * and again.
 */
export function expectedLatencyMs(state: DeploymentState, nowMs: number): number {
  const measuredMs = state.latency.expectedMs(nowMs);
  if (measuredMs !== undefined) {
    return measuredMs;
  }
  const failedMs = state.lastFailedMs;
  return failedMs !== undefined && nowMs - failedMs < retryUnmeasuredMs ? Number.POSITIVE_INFINITY : 0;
}

const retryUnmeasuredMs = 30_000;
