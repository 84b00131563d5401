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
  const day = dayOf(atMs);
  const price = best(
    model.prices,
    ({ from }) => from <= day,
    (left, right) => left.from > right.from,
  );
  const isLonger = ({ aboveTokens }: { readonly aboveTokens: number }) => promptTokens > aboveTokens;
  return best(price?.tiers, isLonger, (left, right) => left.aboveTokens > right.aboveTokens) ?? price;
}

/** The one that stands before all others of those that hold, and of equals the first. Every call asks for its price. */
function best<One>(
  all: readonly One[] | undefined,
  holds: (one: One) => boolean,
  isBefore: (left: One, right: One) => boolean,
): One | undefined {
  let found: One | undefined;
  for (const one of all ?? []) {
    if (holds(one) && (found === undefined || isBefore(one, found))) found = one;
  }
  return found;
}

// To write a date down takes longer than all else here, and calls come many to a day.
let latestDay = { number: Number.NaN, written: '' };

function dayOf(atMs: number): string {
  const number = Math.floor(atMs / 86_400_000);
  if (number !== latestDay.number) latestDay = { number, written: new Date(atMs).toISOString().slice(0, 10) };
  return latestDay.written;
}
