import { UsageStoreError } from './usage-store-error.ts';

/**
 * What a failure of Azure's table client means: a request the service will never take is `refused`; everything else,
 * no connection, no permission yet, throttling, time-outs, may pass and is `unavailable`.
 */
export function tableFailure(error: unknown): UsageStoreError {
  const status = statusOf(error);
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  const isRefused = status === 400 || status === 413;
  return new UsageStoreError(
    isRefused ? 'refused' : 'unavailable',
    `Table storage ${isRefused ? 'refuses' : 'fails'}${status === undefined ? '' : ` (${status})`}: ${message}`,
    { cause: error },
  );
}

/** The HTTP status of a failure, where there was an answer. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;
}
