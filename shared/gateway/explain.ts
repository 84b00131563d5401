import { explainOrder, type ExplainedDeployment } from '../deployments/explain-order.ts';
import type { Call } from './call.ts';
import { choiceOf } from './choice-of.ts';
import type { Parts } from './parts.ts';
import { planCall } from './plan-call.ts';

/** Which deployments would serve a model now: its own first, then those of its fallbacks, each with its reasons. */
export type Explanation = {
  readonly model: string;
  readonly tiers: readonly {
    readonly model: string;
    readonly strategy: string;
    readonly deployments: readonly ExplainedDeployment[];
  }[];
};

/** Explains what would serve a chat of `model`, in which order and why. Nothing is sent. Throws as a call would. */
export function explain(model: string, call: Call, parts: Parts): Explanation {
  const { route, tiers } = planCall(model, 'chat/completions', call, parts);
  return {
    model: route.alias,
    tiers: tiers.map((tier) => ({
      model: tier.alias,
      strategy: tier.strategy,
      deployments: explainOrder(tier.deployments, parts.states.of, choiceOf(tier, parts, undefined)),
    })),
  };
}
