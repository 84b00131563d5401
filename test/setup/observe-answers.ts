import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { IncomingMessage, ServerResponse } from 'node:http';

/** One answer as it left a server. */
export type ObservedAnswer = {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Whether it was sent to its end, and all of it is told. */
  readonly isWhole: boolean;
};

/**
 * Tells of every answer that a server of this process gives on `port`, whoever asked and however. Nothing of the answer
 * changes: it is read as it is written. Returns how to stop.
 */
export function observeAnswers(port: number, onAnswer: (answer: ObservedAnswer) => void): () => void {
  const observe = (message: unknown): void => {
    if (!isExchange(message) || message.request.socket.localPort !== port) return;
    const { request, response } = message;
    const pieces: Buffer[] = [];
    let head: unknown;
    let length = 0;
    const keep = ([piece]: unknown[]): void => {
      const bytes = bytesOf(piece);
      length += bytes.length;
      if (length <= mostBytes) pieces.push(bytes);
    };
    spy(response, 'write', keep);
    spy(response, 'end', keep);
    spy(response, 'writeHead', (given) => {
      head = given.at(-1);
    });
    response.once('close', () => {
      onAnswer({
        method: request.method ?? 'GET',
        url: request.url ?? '/',
        status: response.statusCode,
        headers: { ...headersOf(Object.entries(response.getHeaders()).flat()), ...headersOf(head) },
        body: Buffer.concat(pieces),
        isWhole: response.writableFinished && length <= mostBytes,
      });
    });
  };
  subscribe('http.server.request.start', observe);
  return () => unsubscribe('http.server.request.start', observe);
}

/** Of a longer answer the beginning is told. */
const mostBytes = 4_000_000;

function spy(response: ServerResponse, name: 'write' | 'end' | 'writeHead', look: (given: unknown[]) => void): void {
  const own = response[name].bind(response);
  Object.defineProperty(response, name, {
    value: (...given: unknown[]) => {
      look(given);
      return Reflect.apply(own, response, given);
    },
  });
}

function bytesOf(piece: unknown): Buffer {
  return typeof piece === 'string' || piece instanceof Uint8Array ? Buffer.from(piece) : Buffer.alloc(0);
}

/** Headers that Node was given as names and values in turn, or as an object. */
function headersOf(given: unknown): Record<string, string> {
  if (typeof given !== 'object' || given === null) return {};
  const names = Array.isArray(given) ? given : Object.entries(given).flat();
  return Object.fromEntries(
    names.flatMap((name, at) => (at % 2 === 0 ? [[String(name).toLowerCase(), String(names[at + 1])]] : [])),
  );
}

type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse };

function isExchange(message: unknown): message is Exchange {
  return (
    typeof message === 'object' &&
    message !== null &&
    'request' in message &&
    message.request instanceof IncomingMessage &&
    'response' in message &&
    message.response instanceof ServerResponse
  );
}
