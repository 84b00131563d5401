import { explainOrder, type ExplainedDeployment } from '../deployments/explain-order.ts';
import type { Call } from './call.ts';
import { choiceOf } from './choice-of.ts';
import type { Parts } from './parts.ts';
import { planCall, type CallPlan } from './plan-call.ts';

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
  return explainPlan(planCall(model, 'chat/completions', call, parts), parts);
}

/** Explains what of a plan would serve now, in which order and why. Nothing is used up. */
export function explainPlan({ route, tiers }: CallPlan, parts: Parts): Explanation {
  return {
    model: route.alias,
    tiers: tiers.map((tier) => ({
      model: tier.alias,
      strategy: tier.strategy,
      deployments: explainOrder(tier.deployments, parts.states.of, choiceOf(tier, parts, undefined)),
    })),
  };
}
