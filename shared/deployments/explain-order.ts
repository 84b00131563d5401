import type { Deployment } from '../config/config.ts';
import type { Choice } from './choice.ts';
import { chooseOrder, groupsOf } from './choose-order.ts';
import type { DeploymentState } from './deployment-state.ts';
import type { RoundRobin } from './round-robin.ts';
import { standingOf } from './standing.ts';

/** Where one deployment stands in the order, from 1, and why, in words for a person. */
export type ExplainedDeployment = {
  readonly deployment: string;
  readonly position: number;
  readonly reasons: readonly string[];
};

/**
 * The order that a call would get now, and why. Nothing is used up by asking: no turn, no quota, no probe. Where lots
 * decide, the next call draws its own.
 */
export function explainOrder(
  deployments: readonly Deployment[],
  stateOf: (deployment: Deployment) => DeploymentState,
  choice: Choice & { readonly turn?: RoundRobin | undefined },
): readonly ExplainedDeployment[] {
  const { turn } = choice;
  const look: Choice = { ...choice, turn: turn === undefined ? undefined : { take: (group) => turn.peek(group) } };
  const groups = groupsOf(deployments, stateOf, choice);
  return chooseOrder(deployments, stateOf, look).map((deployment, at) => ({
    deployment: deployment.name,
    position: at + 1,
    reasons: [
      ...standingReasons(deployment, stateOf(deployment), choice),
      ...(deployment.weight === 0 ? ['weight 0: when nothing else can serve'] : []),
      `priority ${deployment.priority}`,
      strategyReason(deployment, stateOf(deployment), choice, groups.find((group) => group.includes(deployment)) ?? []),
    ],
  }));
}

function standingReasons(deployment: Deployment, state: DeploymentState, choice: Choice): string[] {
  const { kind, untilMs } = standingOf(deployment, state, choice);
  const until = `until ${new Date(untilMs).toISOString()}`;
  const isHalfOpen = choice.breakerOf?.(deployment).state === 'half-open';
  switch (kind) {
    case 'well':
      return isHalfOpen ? ['breaker half-open: the next call is its probe'] : [];
    case 'breaker-open':
      return [isHalfOpen ? `breaker half-open: a probe is under way, at most ${until}` : `breaker open ${until}`];
    case 'exhausted':
      return [`quota used up ${until}`];
    case 'avoided':
      return [`missing or refused ${until}`];
    case 'throttled':
      return [`throttled ${until}`];
  }
}

function strategyReason(
  deployment: Deployment,
  state: DeploymentState,
  choice: Choice,
  group: readonly Deployment[],
): string {
  switch (choice.strategy) {
    case 'weighted':
      return weightReason(deployment, group);
    case 'random':
      return 'by even lot';
    case 'round-robin':
      return `in turn, weight ${deployment.weight}`;
    case 'least-latency': {
      const latencyMs = state.latency.expectedMs(choice.nowMs);
      return latencyMs === undefined ? 'latency not measured yet' : `latency ${Math.round(latencyMs)} ms`;
    }
    case 'most-quota': {
      const { tokens, requests } = state.quota.left(choice.nowMs);
      const known = [
        ...(tokens === undefined ? [] : [`${tokens} tokens`]),
        ...(requests === undefined ? [] : [`${requests} requests`]),
      ];
      return known.length === 0 ? 'quota unknown' : `${known.join(' and ')} left`;
    }
  }
}

/** How likely the draw puts it first among those it is drawn with. */
function weightReason({ weight }: Deployment, group: readonly Deployment[]): string {
  const sum = group.reduce((total, each) => total + each.weight, 0);
  return group.length < 2 || sum === 0 ? `weight ${weight}` : `drawn by weight, ${Math.round((100 * weight) / sum)} %`;
}
