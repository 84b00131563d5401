import { priceOf } from '../models/price-of.ts';
import type { TokenUsage } from '../openai/token-usage.ts';
import type { Call } from './call.ts';
import type { Parts } from './parts.ts';
import type { ServedBy } from './served-by.ts';

/** Charges a call's account what the call used: nothing for an answer that was kept or that stood in for one. */
export function settleCall(call: Call, served: ServedBy, usage: TokenUsage | undefined, parts: Parts): void {
  const { account } = call;
  if (account === undefined) {
    return;
  }
  if (served.attempts === 0) {
    account.settle({ tokens: 0, microDollars: 0 });
    return;
  }
  account.settle(usage === undefined ? undefined : useOf(served, usage, call, parts));
}

function useOf({ deployment: { name } }: ServedBy, usage: TokenUsage, { startedMs: atMs }: Call, parts: Parts) {
  const found = parts.config.deployments.find((deployment) => deployment.name === name);
  const nanoDollars =
    found === undefined
      ? null
      : priceOf(parts.findModel(found.model), usage, { atMs, provisioned: found.capacity.provisioned }).nanoDollars;
  return {
    tokens: Math.min(usage.promptTokens + usage.completionTokens, Number.MAX_SAFE_INTEGER),
    microDollars: nanoDollars === null ? null : nanoDollars / 1000,
  };
}
