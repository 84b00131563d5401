import type { HeaderReader } from '../../resilience/retry-after.ts';

/**
 * An answer's headers with what they say of rate limits in OpenAI's terms as well. Anthropic counts requests, tokens,
 * and input and output apart (`anthropic-ratelimit-{unit}-remaining`, `-reset` as RFC 3339); the scarcest of the token
 * limits is the one that counts.
 */
export function withOpenaiQuota(headers: HeaderReader, nowMs: number): HeaderReader {
  const quota = new Map<string, string>();
  for (const [unit, theirs] of units) {
    const [scarcest] = theirs
      .flatMap((name) => {
        const remaining = headers.get(`anthropic-ratelimit-${name}-remaining`);
        return remaining === null || !/^\d+$/.test(remaining.trim()) ? [] : [{ name, remaining: Number(remaining) }];
      })
      .toSorted((left, right) => left.remaining - right.remaining);
    if (scarcest !== undefined) {
      quota.set(`x-ratelimit-remaining-${unit}`, String(scarcest.remaining));
      const resetMs = Date.parse(headers.get(`anthropic-ratelimit-${scarcest.name}-reset`) ?? '') - nowMs;
      if (!Number.isNaN(resetMs)) {
        quota.set(`x-ratelimit-reset-${unit}`, String(Math.max(0, Math.ceil(resetMs / 1000))));
      }
    }
  }
  return { get: (name) => quota.get(name) ?? headers.get(name) };
}

const units = [
  ['requests', ['requests']],
  ['tokens', ['tokens', 'input-tokens', 'output-tokens']],
] as const;
