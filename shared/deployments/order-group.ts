import type { Deployment } from '../config/config.ts';
import type { Choice } from './choice.ts';
import type { DeploymentState } from './deployment-state.ts';
import { expectedLatencyMs } from './expected-latency.ts';
import { RoundRobin } from './round-robin.ts';
import { quotaScores } from './quota-score.ts';

/** The order of deployments that stand equally well and have one priority, by the choice's strategy. */
export function orderGroup(
  group: readonly Deployment[],
  stateOf: (deployment: Deployment) => DeploymentState,
  choice: Choice,
): Deployment[] {
  if (group.length === 1) {
    return [...group];
  }
  const { strategy, random, nowMs } = choice;
  switch (strategy) {
    case 'weighted':
      return byScore(group, () => 0, drawLots(group, random));
    case 'random':
      return byScore(group, () => 0, new Map(group.map((deployment) => [deployment, random()])));
    case 'round-robin':
      return (choice.turn ?? new RoundRobin()).take(group);
    case 'least-latency':
      return byScore(group, (each) => expectedLatencyMs(stateOf(each), nowMs), drawLots(group, random));
    case 'most-quota': {
      const scores = quotaScores(group, stateOf, choice);
      return byScore(group, (each) => -(scores.get(each) ?? 0), drawLots(group, random));
    }
  }
}

type Lots = ReadonlyMap<Deployment, number>;

/** An exponential lot with the weight as its rate: the smallest of several falls to each in proportion to its weight. */
function drawLots(group: readonly Deployment[], random: () => number): Lots {
  return new Map(
    group.map((deployment) => [
      deployment,
      deployment.weight > 0 ? -Math.log(1 - random()) / deployment.weight : Number.POSITIVE_INFINITY,
    ]),
  );
}

/** The lowest score first; the lot decides among equals. */
function byScore(group: readonly Deployment[], scoreOf: (deployment: Deployment) => number, lots: Lots): Deployment[] {
  return group
    .map((deployment) => ({ deployment, score: scoreOf(deployment), lot: lots.get(deployment) ?? 0 }))
    .sort((left, right) => compare(left.score, right.score) || compare(left.lot, right.lot))
    .map(({ deployment }) => deployment);
}

// The difference of two infinities is not a number.
function compare(left: number, right: number): number {
  return left === right ? 0 : left - right;
}
