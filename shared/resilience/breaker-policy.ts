/** When a breaker opens, and for how long. */
export type BreakerPolicy = {
  /** How far back calls are counted. */
  readonly samplingMs: number;
  /** Fewer calls than this within the sampling time open nothing. */
  readonly minimumCalls: number;
  /** The share of failures, 0 to 1, from which on the breaker opens. */
  readonly failureRatio: number;
  /** How long it stays open the first time; twice as long each time it opens again, up to eight times as long. */
  readonly openMs: number;
  /** After this time without an outcome a probe counts as lost, and the next call may probe. */
  readonly probeLeaseMs: number;
};

/** How long a breaker stays open for the `openings`th time in a row, counted from 1. */
export function openForMs(openings: number, { openMs }: BreakerPolicy): number {
  return openMs * 2 ** Math.min(Math.max(openings, 1) - 1, 3);
}
