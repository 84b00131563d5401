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
    account.settle(nothing);
    return;
  }
  if (usage === undefined) {
    account.settle(undefined);
    return;
  }
  const { tokens, microDollars } = useOf(served, usage, call, parts);
  // Of a stream that was cut only what came out of it was counted.
  const uncounted = usage.estimated && usage.promptTokens === 0 ? account.prompt : nothing;
  account.settle({
    tokens: Math.min(tokens + uncounted.tokens, Number.MAX_SAFE_INTEGER),
    microDollars: microDollars === null ? null : microDollars + (uncounted.microDollars ?? 0),
  });
}

const nothing = { tokens: 0, microDollars: 0 } as const;

function useOf({ deployment: { name } }: ServedBy, usage: TokenUsage, { startedMs: atMs }: Call, parts: Parts) {
  const found = parts.config.deployments.find((deployment) => deployment.name === name);
  const nanoDollars =
    found === undefined
      ? null
      : priceOf(parts.findModel(found.model), usage, { atMs, provisioned: found.capacity.provisioned }).nanoDollars;
  return {
    tokens: usage.promptTokens + usage.completionTokens,
    microDollars: nanoDollars === null ? null : nanoDollars / 1000,
  };
}
