import { GatewayError } from '../errors.ts';

/** The HTTP status of a failure of Azure's storage clients, where there was an answer. */
export function storageStatus(error: unknown): number | undefined {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;
}

/** Does work with the storage of jobs. Its failures become `jobs_unavailable`, but for `expected` statuses: `undefined`. */
export async function withStorage<Result>(
  work: () => Promise<Result>,
  expected: readonly number[] = [],
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    const status = storageStatus(error);
    if (status !== undefined && expected.includes(status)) {
      return undefined;
    }
    throw error instanceof GatewayError ? error : unavailable(error);
  }
}

function unavailable(cause: unknown): GatewayError {
  return new GatewayError('jobs_unavailable', 'The storage of jobs cannot be reached now.', {
    cause,
    retryAfterMs: 5_000,
  });
}
