import type { Deployment } from '../config/config.ts';
import type { Choice } from './choice.ts';
import type { DeploymentState } from './deployment-state.ts';
import { orderGroup } from './order-group.ts';
import { standingOf } from './standing.ts';

/**
 * The order in which deployments are tried for one call: the well before the throttled or exhausted, then the avoided,
 * then those behind an open breaker; then those with a weight, then lower priority first, then by strategy within a
 * priority. None is left out, because an unhealthy deployment is still better than no answer.
 */
export function chooseOrder(
  deployments: readonly Deployment[],
  stateOf: (deployment: Deployment) => DeploymentState,
  choice: Choice,
): Deployment[] {
  return deployments.length <= 1
    ? [...deployments]
    : groupsOf(deployments, stateOf, choice).flatMap((group) => orderGroup(group, stateOf, choice));
}

/** Deployments in groups that only the strategy tells apart, the group that is tried first in front. */
export function groupsOf(
  deployments: readonly Deployment[],
  stateOf: (deployment: Deployment) => DeploymentState,
  choice: Pick<Choice, 'nowMs' | 'breakerOf'>,
): Deployment[][] {
  const candidates = deployments
    .map((deployment) => ({ deployment, rank: standingOf(deployment, stateOf(deployment), choice).rank }))
    .sort(compareCandidates);
  const groups: Deployment[][] = [];
  candidates.forEach((candidate, at) => {
    const before = candidates[at - 1];
    const group = groups.at(-1);
    if (before === undefined || group === undefined || compareCandidates(before, candidate) !== 0) {
      groups.push([candidate.deployment]);
    } else {
      group.push(candidate.deployment);
    }
  });
  return groups;
}

type Candidate = { readonly deployment: Deployment; readonly rank: number };

function compareCandidates(left: Candidate, right: Candidate): number {
  return (
    left.rank - right.rank ||
    Number(left.deployment.weight === 0) - Number(right.deployment.weight === 0) ||
    left.deployment.priority - right.deployment.priority
  );
}
