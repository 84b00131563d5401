import type { ServerResponse } from 'node:http';

/** Waits, but no longer than the caller does. Answers whether the connection is still there. */
export function pause(response: ServerResponse, delayMs: number): Promise<boolean> {
  if (response.closed) return Promise.resolve(false);
  return new Promise((resolve) => {
    const onClose = () => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      response.off('close', onClose);
      resolve(true);
    }, delayMs);
    response.once('close', onClose);
  });
}

/** Resolves when the connection is done with this answer, by the caller's will or ours. */
export function untilClosed(response: ServerResponse): Promise<void> {
  return response.closed ? Promise.resolve() : new Promise((resolve) => response.once('close', resolve));
}

/** Resolves when the reader has taken what was written, or is gone. */
export function untilDrained(response: ServerResponse): Promise<void> {
  if (response.closed) return Promise.resolve();
  return new Promise((resolve) => {
    const onEither = () => {
      response.off('drain', onEither);
      response.off('close', onEither);
      resolve();
    };
    response.on('drain', onEither);
    response.on('close', onEither);
  });
}
