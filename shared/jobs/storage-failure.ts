import { GatewayError } from '../errors.ts';

/** The HTTP status of a failure of Azure's storage clients, where there was an answer. */
export function storageStatus(error: unknown): number | undefined {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;
}

/**
 * Does work with the storage of jobs. Its failures become `jobs_unavailable`, but for `expected` statuses: `undefined`.
 * So does work that is not done within `limitMs`: the libraries' own `tryTimeoutInMs` is only told to the service, and a
 * connection that has fallen silent would be waited for without end.
 */
export async function withStorage<Result>(
  work: () => Promise<Result>,
  expected: readonly number[] = [],
  limitMs = 20_000,
): Promise<Result | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`The storage did not answer within ${limitMs} ms.`)), limitMs);
  });
  try {
    return await Promise.race([work(), late]);
  } catch (error) {
    const status = storageStatus(error);
    if (status !== undefined && expected.includes(status)) {
      return undefined;
    }
    throw error instanceof GatewayError ? error : unavailable(error);
  } finally {
    clearTimeout(timer);
  }
}

function unavailable(cause: unknown): GatewayError {
  return new GatewayError('jobs_unavailable', 'The storage of jobs cannot be reached now.', {
    cause,
    retryAfterMs: 5_000,
  });
}
