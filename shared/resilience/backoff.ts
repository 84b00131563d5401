/** Bounds of the waits between attempts, in milliseconds. */
export type BackoffPolicy = { readonly baseBackoffMs: number; readonly maxBackoffMs: number };

/**
 * How long to wait before the next round of attempts: anything between zero and a cap that doubles with every round
 * (1, 2, 4, 8, 16, 32 s with the default policy). `round` counts from 0; `random` gives [0, 1).
 *
 * The whole interval is drawn from ("full jitter"), because callers that failed together must not come back together.
 */
export function backoffMs(round: number, policy: BackoffPolicy, random: () => number): number {
  const capMs = Math.min(policy.maxBackoffMs, policy.baseBackoffMs * 2 ** Math.min(round, 30));
  return Math.floor(random() * capMs);
}
