import type { Deployment } from '../config/config.ts';
import type { Choice } from './choice.ts';
import type { DeploymentState } from './deployment-state.ts';

/**
 * How much quota each deployment has left, in tokens: more is better, negative where the call would not fit. Where nothing
 * is known its configured capacity counts, else what the others have on average, so that it is neither flooded nor starved.
 */
export function quotaScores(
  group: readonly Deployment[],
  stateOf: (deployment: Deployment) => DeploymentState,
  { nowMs, neededTokens = 0 }: Pick<Choice, 'nowMs' | 'neededTokens'>,
): ReadonlyMap<Deployment, number> {
  const known = new Map<Deployment, number>();
  const sizes: number[] = [];
  for (const deployment of group) {
    const tokens = quotaTokens(deployment, stateOf(deployment), nowMs);
    if (tokens !== undefined) {
      known.set(deployment, tokens.fits >= neededTokens ? tokens.size : tokens.size - tooLittle);
      sizes.push(tokens.size);
    }
  }
  const average = sizes.length === 0 ? 0 : sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  return new Map(group.map((deployment) => [deployment, known.get(deployment) ?? average]));
}

/** What is left in tokens: `fits` of the token limit, `size` of the tighter of both limits; `undefined` when unknown. */
function quotaTokens(
  deployment: Deployment,
  state: DeploymentState,
  nowMs: number,
): { fits: number; size: number } | undefined {
  const left = state.quota.left(nowMs);
  const tokens = left.tokens ?? deployment.capacity.tokensPerMinute;
  const requests = left.requests ?? deployment.capacity.requestsPerMinute;
  if (tokens === undefined && requests === undefined) {
    return undefined;
  }
  return {
    fits: requests === 0 ? Number.NEGATIVE_INFINITY : (tokens ?? Number.POSITIVE_INFINITY),
    size: Math.min(tokens ?? Number.POSITIVE_INFINITY, (requests ?? Number.POSITIVE_INFINITY) * tokensPerRequest),
  };
}

/** Azure grants six requests a minute with every thousand tokens a minute. */
const tokensPerRequest = 1000 / 6;

/** Larger than any quota. */
const tooLittle = 1e15;
