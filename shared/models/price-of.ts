import { effectivePrice, type Rates } from './effective-price.ts';
import type { ModelFacts } from './model-facts.ts';

/** The tokens of one call, as a provider bills them. Absent kinds are none. */
export type BilledTokens = {
  /** The whole input: cached, written to the cache and audio included. */
  readonly promptTokens: number;
  readonly cachedTokens?: number | undefined;
  readonly cacheWriteTokens?: number | undefined;
  readonly audioPromptTokens?: number | undefined;
  /** The whole output: reasoning and audio included; reasoning costs what other output does. */
  readonly completionTokens: number;
  readonly audioCompletionTokens?: number | undefined;
};

/** Why a cost is not known: the model has no price at that date, or none for a kind of token the call had. */
export type UnknownPrice =
  | 'no-price'
  | 'no-price-yet'
  | 'no-cached-input-price'
  | 'no-cache-write-price'
  | 'no-audio-price';

/**
 * What a call costs in whole nano-dollars (10⁻⁹ US dollars).
 *
 * On prepaid capacity a call costs nothing more; `listNanoDollars` is what it would have cost by the token, `null` when
 * that is not known. An unknown cost is `null`, never 0, and says why.
 */
export type Price =
  | { readonly kind: 'metered'; readonly nanoDollars: number }
  | { readonly kind: 'prepaid'; readonly nanoDollars: 0; readonly listNanoDollars: number | null }
  | { readonly kind: 'unknown'; readonly nanoDollars: null; readonly reason: UnknownPrice };

/** Where and when a call was served: `atMs` in epoch milliseconds, `provisioned` for prepaid throughput (PTU). */
export type BilledAs = { readonly atMs: number; readonly provisioned: boolean };

/**
 * The cost of a call by the catalogue's price on that day. A kind of token without a price makes the whole cost
 * unknown, for it is neither free nor known to cost what other input does; only where the call had such tokens.
 */
export function priceOf(model: ModelFacts, tokens: BilledTokens, { atMs, provisioned }: BilledAs): Price {
  const list = listPrice(model, tokens, atMs);
  return provisioned ? { kind: 'prepaid', nanoDollars: 0, listNanoDollars: list.nanoDollars } : list;
}

type ListPrice = Exclude<Price, { kind: 'prepaid' }>;

function listPrice(model: ModelFacts, tokens: BilledTokens, atMs: number): ListPrice {
  const { promptTokens, completionTokens } = tokens;
  const { cachedTokens = 0, cacheWriteTokens = 0, audioPromptTokens = 0, audioCompletionTokens = 0 } = tokens;
  const rates = effectivePrice(model, atMs, promptTokens);
  if (rates === undefined) return unknown(model.prices === undefined ? 'no-price' : 'no-price-yet');

  // What a provider reports beyond the whole is its mistake, and must not become a credit.
  const plainPrompt = Math.max(0, promptTokens - cachedTokens - cacheWriteTokens - audioPromptTokens);
  const plainCompletion = Math.max(0, completionTokens - audioCompletionTokens);
  const missing = missingRate(rates, { cachedTokens, cacheWriteTokens, audioPromptTokens, audioCompletionTokens });
  if (missing !== undefined) return unknown(missing);
  const picoDollars =
    plainPrompt * picoDollarsPerToken(rates.input) +
    cachedTokens * picoDollarsPerToken(rates.cachedInput) +
    cacheWriteTokens * picoDollarsPerToken(rates.cacheWrite) +
    audioPromptTokens * picoDollarsPerToken(rates.audioInput) +
    plainCompletion * picoDollarsPerToken(rates.output) +
    audioCompletionTokens * picoDollarsPerToken(rates.audioOutput);
  return { kind: 'metered', nanoDollars: Math.round(picoDollars / 1000) };
}

type SpecialTokens = {
  readonly cachedTokens: number;
  readonly cacheWriteTokens: number;
  readonly audioPromptTokens: number;
  readonly audioCompletionTokens: number;
};

function missingRate(rates: Rates, tokens: SpecialTokens): UnknownPrice | undefined {
  if (tokens.cachedTokens > 0 && rates.cachedInput === undefined) return 'no-cached-input-price';
  if (tokens.cacheWriteTokens > 0 && rates.cacheWrite === undefined) return 'no-cache-write-price';
  if (tokens.audioPromptTokens > 0 && rates.audioInput === undefined) return 'no-audio-price';
  if (tokens.audioCompletionTokens > 0 && rates.audioOutput === undefined) return 'no-audio-price';
  return undefined;
}

/**
 * A dollar for a million tokens is a million pico-dollars for one: a whole number for every published price, so that
 * sums are exact and a call is rounded once.
 */
function picoDollarsPerToken(dollarsPerMillion = 0): number {
  return Math.round(dollarsPerMillion * 1_000_000);
}

function unknown(reason: UnknownPrice): ListPrice {
  return { kind: 'unknown', nanoDollars: null, reason };
}
