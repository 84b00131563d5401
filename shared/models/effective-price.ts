import type { ModelFacts } from './model-facts.ts';

/** What a million tokens cost in US dollars, of each kind. An absent price is unknown, not free. */
export type Rates = {
  readonly input: number;
  readonly cachedInput?: number | undefined;
  readonly cacheWrite?: number | undefined;
  readonly audioInput?: number | undefined;
  readonly output: number;
  readonly audioOutput?: number | undefined;
};

/**
 * The rates of a request with a prompt of `promptTokens` at a moment in epoch milliseconds: of the price whose day
 * (UTC) is the latest not after it, and of its highest tier that the prompt is longer than. A tier holds for the whole
 * request, and says nothing of the kinds it does not name. `undefined` when no price has begun yet, or none is known.
 */
export function effectivePrice(model: ModelFacts, atMs: number, promptTokens: number): Rates | undefined {
  const day = new Date(atMs).toISOString().slice(0, 10);
  const [price] = (model.prices ?? [])
    .filter(({ from }) => from <= day)
    .toSorted((left, right) => (left.from < right.from ? 1 : -1));
  const [tier] = (price?.tiers ?? [])
    .filter(({ aboveTokens }) => promptTokens > aboveTokens)
    .toSorted((left, right) => right.aboveTokens - left.aboveTokens);
  return tier ?? price;
}
