import type { Deployment } from '../config/config.ts';
import { priceOf, type Price } from '../models/price-of.ts';
import type { TokenUsage } from '../openai/token-usage.ts';
import type { UsageRecord } from '../usage/usage-record.ts';
import type { Parts } from './parts.ts';

/** What a record says of a call's cost. */
export type CallCost = Pick<UsageRecord, 'costKind' | 'costNanoDollars' | 'listNanoDollars' | 'unpricedReason'>;

/** The cost of a call that took nothing from any deployment. */
export const free: CallCost = { costKind: 'none', costNanoDollars: 0, listNanoDollars: null, unpricedReason: null };

/** The cost of a call by the price its deployment's model had when it began. A model without one is warned of once. */
export function priceCall(
  usage: TokenUsage | undefined,
  { model, capacity }: Pick<Deployment, 'model' | 'capacity'>,
  atMs: number,
  { findModel, usage: keeping, log }: Pick<Parts, 'findModel' | 'usage' | 'log'>,
): CallCost {
  if (usage === undefined) {
    return { costKind: 'unknown', costNanoDollars: null, listNanoDollars: null, unpricedReason: 'no-usage' };
  }
  const price = priceOf(findModel(model), usage, { atMs, provisioned: capacity.provisioned });
  if (price.kind === 'unknown' && keeping !== undefined && !keeping.unpricedModels.has(model)) {
    keeping.unpricedModels.add(model);
    log.warn('price-unknown', { model, reason: price.reason });
  }
  return costOf(price);
}

function costOf(price: Price): CallCost {
  return {
    costKind: price.kind,
    costNanoDollars: price.nanoDollars,
    listNanoDollars: price.kind === 'prepaid' ? price.listNanoDollars : null,
    unpricedReason: price.kind === 'unknown' ? price.reason : null,
  };
}
