import type { Deployment } from '../config/config.ts';
import type { Choice } from './choice.ts';
import type { DeploymentState } from './deployment-state.ts';

/** How a deployment stands now, best first, and until when in epoch milliseconds (0 for a deployment that is well). */
export type Standing = {
  readonly rank: 0 | 1 | 2 | 3;
  readonly kind: 'well' | 'throttled' | 'exhausted' | 'avoided' | 'breaker-open';
  readonly untilMs: number;
};

/**
 * How a deployment stands: well, out of quota for a while, avoided (missing, or closed to Sluice), or behind a breaker that
 * admits nothing now. A half-open breaker whose probe is due counts as well: without a call it would never close.
 */
export function standingOf(
  deployment: Deployment,
  state: DeploymentState,
  { nowMs, breakerOf }: Pick<Choice, 'nowMs' | 'breakerOf'>,
): Standing {
  const admitsAtMs = breakerOf?.(deployment).admitsAtMs ?? 0;
  if (admitsAtMs > nowMs) {
    return { rank: 3, kind: 'breaker-open', untilMs: admitsAtMs };
  }
  if (state.avoidedUntilMs > nowMs) {
    return { rank: 2, kind: 'avoided', untilMs: state.avoidedUntilMs };
  }
  if (state.throttledUntilMs > nowMs) {
    return { rank: 1, kind: 'throttled', untilMs: state.throttledUntilMs };
  }
  return state.exhaustedUntilMs > nowMs ? { rank: 1, kind: 'exhausted', untilMs: state.exhaustedUntilMs } : well;
}

const well: Standing = { rank: 0, kind: 'well', untilMs: 0 };
