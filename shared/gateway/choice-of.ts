import type { Choice } from '../deployments/choice.ts';
import type { RoundRobin } from '../deployments/round-robin.ts';
import type { Parts } from './parts.ts';
import type { Tier } from './plan-call.ts';

/** What the deployments of a tier are chosen by, now. */
export function choiceOf(
  tier: Tier,
  parts: Parts,
  neededTokens: number | undefined,
): Choice & { readonly turn: RoundRobin } {
  return {
    nowMs: parts.now(),
    random: parts.random,
    strategy: tier.strategy,
    turn: parts.turn,
    neededTokens,
    breakerOf: ({ name }) => parts.breakers.of(name),
  };
}
