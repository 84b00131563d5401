import type { Deployment } from '../config/config.ts';
import { priceOf, type UnknownPrice } from '../models/price-of.ts';
import type { Parts } from './parts.ts';

/** In US dollars: for the prompt alone, and with the longest answer there can be (`null` where that is not known). */
export type CostEstimate = {
  readonly estimated_cost: {
    readonly currency: 'USD';
    readonly at_least: number;
    readonly at_most: number | null;
    /** Whether the deployment is paid for already: then a call costs nothing more. */
    readonly prepaid: boolean;
  } | null;
  /** Why there is no estimate. */
  readonly cost_unknown: UnknownPrice | null;
};

/** What a call of so many tokens would cost at a deployment today. `answerTokens` is the most there can be, or Infinity. */
export function estimateCost(
  { model, capacity }: Pick<Deployment, 'model' | 'capacity'>,
  promptTokens: number,
  answerTokens: number,
  { now, findModel }: Pick<Parts, 'now' | 'findModel'>,
): CostEstimate {
  const priced = (completionTokens: number) =>
    priceOf(findModel(model), { promptTokens, completionTokens }, { atMs: now(), provisioned: capacity.provisioned });
  const least = priced(0);
  if (least.kind === 'unknown') {
    return { estimated_cost: null, cost_unknown: least.reason };
  }
  const most = Number.isFinite(answerTokens) ? priced(answerTokens).nanoDollars : null;
  return {
    estimated_cost: {
      currency: 'USD',
      at_least: least.nanoDollars / nanosPerDollar,
      at_most: most === null ? null : most / nanosPerDollar,
      prepaid: least.kind === 'prepaid',
    },
    cost_unknown: null,
  };
}

const nanosPerDollar = 1_000_000_000;
