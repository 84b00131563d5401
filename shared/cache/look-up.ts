import type { AnswerCache, CachedAnswer } from './answer-cache.ts';
import type { CacheControl } from './cache-control.ts';

/**
 * What the cache did for a call, as `x-sluice-cache` says it: gave a fresh answer, had none, gave one past its time
 * because nothing else could be had, or was not to be asked.
 */
export type CacheOutcome = 'hit' | 'miss' | 'stale' | 'bypass';

/** What a look-up found: an answer to give now, or none and perhaps one to fall back on should the call fail. */
export type LookedUp =
  | { readonly outcome: 'hit'; readonly answer: CachedAnswer }
  | { readonly outcome: 'miss' | 'bypass'; readonly fallback: CachedAnswer | undefined };

/**
 * Looks for the answer under a key as far as the caller's `Cache-Control` allows. An answer older than the caller's
 * `max-age` is not given, not even in place of a failure.
 */
export async function lookUp(
  cache: AnswerCache,
  key: string,
  { mayRead, maxAgeMs }: CacheControl,
  nowMs: number,
): Promise<LookedUp> {
  if (!mayRead) {
    return { outcome: 'bypass', fallback: undefined };
  }
  const found = await cache.get(key);
  if (found === undefined || nowMs - found.answer.storedAtMs > (maxAgeMs ?? Infinity)) {
    return { outcome: 'miss', fallback: undefined };
  }
  const { answer, isStale } = found;
  return isStale ? { outcome: 'miss', fallback: answer } : { outcome: 'hit', answer };
}
