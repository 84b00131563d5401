import type { ErrorBody } from '../errors.ts';

/** Which request of a batch a result belongs to: its place from 0, and the caller's name for it. */
export type BatchPlace = { readonly index: number; readonly id: string | null };

/**
 * What became of one request of a batch. `body` is what a single call would have been answered with, `error` likewise.
 * One that was never begun because another failed has no status: it can be sent again as it is.
 */
export type BatchResult = BatchPlace &
  (
    | { readonly status: 200; readonly deployment: string | null; readonly attempts: number; readonly body: unknown }
    | { readonly status: number; readonly error: ErrorBody['error']; readonly retry_after_ms?: number }
    | { readonly status: null; readonly skipped: true }
  );

/** How many requests of a batch came to what. */
export type BatchSummary = {
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly skipped: number;
};

/** Counts results. */
export function summariseBatch(results: readonly BatchResult[]): BatchSummary {
  const failed = results.filter((result) => 'error' in result).length;
  const skipped = results.filter((result) => 'skipped' in result).length;
  return { total: results.length, succeeded: results.length - failed - skipped, failed, skipped };
}
