import { RedisUnavailable } from './redis-unavailable.ts';

/** The result of a command, or `RedisUnavailable` as soon as it fails or `limitMs` are over; a late result is dropped. */
export function withinTime<Result>(command: Promise<Result>, limitMs: number): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new RedisUnavailable('timed-out', `Redis did not answer within ${limitMs} ms.`)),
      limitMs,
    );
    command.then(
      (result) => {
        clearTimeout(timer);
        resolve(result);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(failureOf(error));
      },
    );
  });
}

function failureOf(error: unknown): RedisUnavailable {
  return error instanceof Error && error.name === 'ReplyError'
    ? new RedisUnavailable('refused', `Redis refused the command: ${error.message}`, { cause: error })
    : new RedisUnavailable('connection-lost', 'The connection to Redis was lost.', { cause: error });
}
