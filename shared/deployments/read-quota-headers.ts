import type { HeaderReader } from '../resilience/retry-after.ts';

/**
 * How long a deployment's own headers say its quota is used up, in milliseconds; `undefined` while some is left or
 * nothing is known. Azure sends `x-ratelimit-remaining-…` and `-reset-…` for requests and tokens; provisioned
 * deployments send none, and a negative figure means unknown.
 */
export function quotaExhaustedMs(headers: HeaderReader): number | undefined {
  const waits = (['requests', 'tokens'] as const)
    .filter((unit) => headers.get(`x-ratelimit-remaining-${unit}`)?.trim() === '0')
    .map((unit) => resetMs(headers.get(`x-ratelimit-reset-${unit}`)) ?? 1000);
  return waits.length === 0 ? undefined : Math.max(...waits);
}

/** What is left of one rate limit, of how much, and when it begins anew; each only where the deployment says so. */
export type QuotaReading = {
  readonly remaining: number;
  readonly limit: number | undefined;
  readonly resetMs: number | undefined;
};

/** What an answer's headers say of a deployment's rate limit; `undefined` when they do not say, or say -1 for unknown. */
export function readQuota(headers: HeaderReader, unit: 'requests' | 'tokens'): QuotaReading | undefined {
  const remaining = count(headers.get(`x-ratelimit-remaining-${unit}`));
  return remaining === undefined
    ? undefined
    : {
        remaining,
        limit: count(headers.get(`x-ratelimit-limit-${unit}`)),
        resetMs: resetMs(headers.get(`x-ratelimit-reset-${unit}`)),
      };
}

function count(value: string | null): number | undefined {
  const text = value?.trim() ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** Seconds (`12`), or a duration such as `6m0s` or `250ms`; `undefined` when it is neither, or no time at all. */
function resetMs(value: string | null): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,6}(\.\d+)?$/.test(text)) {
    return Number(text) * 1000;
  }
  const [, hours, minutes, seconds, milliseconds] =
    /^(?=\d)(?:(\d{1,3})h)?(?:(\d{1,4})m(?!s))?(?:(\d{1,5}(?:\.\d+)?)s)?(?:(\d{1,6})ms)?$/.exec(text) ?? [];
  const totalMs =
    Number(hours ?? 0) * 3_600_000 +
    Number(minutes ?? 0) * 60_000 +
    Number(seconds ?? 0) * 1000 +
    Number(milliseconds ?? 0);
  return totalMs > 0 ? totalMs : undefined;
}
