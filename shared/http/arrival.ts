import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { receiveBody } from './receive-body.ts';

/** One request as the worker's own HTTP server received it, and the state of its connection. */
export type Arrival = {
  /** What the caller really sent, names in lower case, plus what the host added. */
  readonly headers: IncomingHttpHeaders;
  /** Path and query as they came, escapes included. */
  readonly url: string;
  readonly method: string;
  /** Aborted as soon as the caller has gone before the answer was complete. */
  readonly gone: AbortSignal;
  /**
   * The whole body, straight off the connection: the library's `Request` around it costs more than all of Sluice's own
   * reading and parsing. It may be read once, here or there. Errors as `receiveBody`.
   */
  body(maxBytes: number): Promise<Uint8Array>;
  /**
   * Resolves when the connection can take more, or when it is closed; `undefined` when it can take more now. A body
   * that does not wait for it is buffered whole: the library writes without looking.
   */
  writable(): Promise<void> | undefined;
  /**
   * Cuts the connection, so that an answer never looks complete, once what was written has left (at most five seconds
   * later). Resolves when it is cut. A body that ends before that loses its last bytes, and still is not complete.
   */
  abort(): Promise<void>;
  /** Calls `listener` when the answer is complete or cut, at once where that has been. */
  onClose?(listener: () => void): void;
};

/**
 * The arrival of a request whose answer is `response`. Calls `closed` once, when that answer is complete or cut. Never
 * throws.
 */
export function createArrival(request: IncomingMessage, response: ServerResponse, closed: () => void): Arrival {
  const caller = new AbortController();
  let isCut = false;
  let drained: Promise<void> | undefined;

  // The library may write to an answer that is closed; that must not become an uncaught exception.
  response.on('error', () => {});
  response.once('close', () => {
    closed();
    if (!response.writableFinished && !isCut) caller.abort();
  });

  return {
    headers: request.headers,
    url: request.url ?? '/',
    method: request.method ?? 'GET',
    gone: caller.signal,
    body: (maxBytes) => receiveBody(request, maxBytes),
    writable() {
      if (!response.writableNeedDrain) return undefined;
      drained ??= nextDrain(response).finally(() => {
        drained = undefined;
      });
      return drained;
    },
    onClose(listener) {
      if (response.closed) listener();
      else response.once('close', listener);
    },
    async abort() {
      isCut = true;
      await cutAfterFlush(response);
    },
  };
}

const flushWithinMs = 5000;

function nextDrain(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      response.off('drain', settle);
      response.off('close', settle);
      resolve();
    };
    response.on('drain', settle);
    response.on('close', settle);
  });
}

function cutAfterFlush(response: ServerResponse): Promise<void> {
  const { socket } = response;
  if (socket === null || socket.destroyed) {
    response.destroy();
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    const impatience = setTimeout(() => socket.destroy(), flushWithinMs).unref();
    socket.once('close', () => {
      clearTimeout(impatience);
      resolve();
    });
    // Ends the connection behind the bytes already written, without the chunk that would say the answer is whole.
    socket.destroySoon();
  });
}
