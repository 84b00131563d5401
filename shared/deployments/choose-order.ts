import type { Deployment } from '../config/config.ts';
import type { DeploymentState } from './deployment-state.ts';

/**
 * The order in which deployments are tried for one call: healthy before exhausted before avoided, then those with a
 * weight, then lower priority first, then by lot within a priority, each with a chance in proportion to its weight. None
 * is left out, because an unhealthy deployment is still better than no answer. `random` gives [0, 1).
 */
export function chooseOrder(
  deployments: readonly Deployment[],
  stateOf: (deployment: Deployment) => DeploymentState,
  nowMs: number,
  random: () => number,
): Deployment[] {
  if (deployments.length <= 1) {
    return [...deployments];
  }
  return deployments
    .map((deployment) => ({
      deployment,
      tier: tierOf(stateOf(deployment), nowMs),
      lot: drawLot(deployment.weight, random),
    }))
    .sort(
      (left, right) =>
        left.tier - right.tier ||
        Number(left.deployment.weight === 0) - Number(right.deployment.weight === 0) ||
        left.deployment.priority - right.deployment.priority ||
        compareLots(left.lot, right.lot),
    )
    .map(({ deployment }) => deployment);
}

function tierOf(state: DeploymentState, nowMs: number): number {
  if (state.avoidedUntilMs > nowMs) {
    return 2;
  }
  return state.exhaustedUntilMs > nowMs || state.throttledUntilMs > nowMs ? 1 : 0;
}

/** An exponential lot with rate `weight`: the smallest of several falls to each in proportion to its weight. */
function drawLot(weight: number, random: () => number): number {
  return weight > 0 ? -Math.log(1 - random()) / weight : Number.POSITIVE_INFINITY;
}

// Two weightless deployments both hold an infinite lot, whose difference is not a number.
function compareLots(left: number, right: number): number {
  return left === right ? 0 : left - right;
}
