import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { HttpRequest, InvocationContext, type HttpHandler } from '@azure/functions';
import type { Arrival } from '../../shared/http/arrival.ts';
import type { Arrivals } from '../../shared/http/arrivals.ts';
import { receiveBody } from '../../shared/http/receive-body.ts';

/** One request to a function. `path` has the query; a body that is no string goes out as JSON. */
export type FunctionCall = {
  readonly method?: string;
  readonly path: string;
  /** Default: `tested`. */
  readonly functionName?: string;
  /** What really came over the connection, names in lower case. */
  readonly headers?: Arrival['headers'];
  readonly body?: unknown;
  /** Pieces of the body as the connection brings them, instead of `body`. */
  readonly bodyPieces?: Iterable<Uint8Array>;
  /** What the library shows of the request, where an attacker could rewrite it. */
  readonly shownHeaders?: Record<string, string>;
  /** Members of the arrival that a test plays itself. */
  readonly arrival?: Partial<Arrival>;
  /** The host did not stream: there is no arrival. */
  readonly hasNotArrived?: boolean;
};

/** What came back, read to its end. `cuts` counts how often the function cut the connection. */
export type FunctionAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly cuts: number;
};

/** Calls a function's handler in this process, as the worker would. `handlerFor` makes it over the arrivals it is given. */
export async function callFunction(
  handlerFor: (arrivals: Arrivals) => HttpHandler,
  call: FunctionCall,
): Promise<FunctionAnswer> {
  let cuts = 0;
  const arrival: Arrival = {
    headers: call.headers ?? {},
    url: call.path,
    method: call.method ?? 'POST',
    gone: new AbortController().signal,
    body: bodyOf(call),
    writable: () => undefined,
    abort: async () => void (cuts += 1),
    ...call.arrival,
  };
  const arrivals: Arrivals = {
    take: (invocationId) => (invocationId === 'invocation-1' && call.hasNotArrived !== true ? arrival : undefined),
    underWay: () => 1,
  };
  const context = new InvocationContext({ invocationId: 'invocation-1', functionName: call.functionName ?? 'tested' });
  const answered: unknown = await handlerFor(arrivals)(requestOf(call, arrival), context);
  if (!isAnswer(answered)) throw new Error('The function did not answer in the form of a route.');
  return { status: answered.status, headers: new Headers(answered.headers), text: await textOf(answered.body), cuts };
}

/** What an arrival gives of the call's body. */
export function bodyOf({ body, bodyPieces }: Pick<FunctionCall, 'body' | 'bodyPieces'>): Arrival['body'] {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const pieces = bodyPieces ?? (text === undefined || text === '' ? [] : [Buffer.from(text)]);
  const request = Readable.from(pieces, { objectMode: false });
  return (maxBytes) => receiveBody(request, maxBytes);
}

/** The request as the library would show it; nothing is read from it. */
function requestOf(call: FunctionCall, arrival: Pick<Arrival, 'method' | 'url'>): HttpRequest {
  return new HttpRequest({
    method: arrival.method,
    // The library fails on what is no URL; the arrival knows better.
    url: `http://localhost${arrival.url.replace(/%(?![0-9a-f]{2})/gi, '%25')}`,
    headers: call.shownHeaders ?? {},
  });
}

type Answered = {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array | ReadableStream<Uint8Array>;
};

function isAnswer(answered: unknown): answered is Answered {
  return (
    typeof answered === 'object' &&
    answered !== null &&
    'status' in answered &&
    'headers' in answered &&
    'body' in answered
  );
}

async function textOf(body: Answered['body']): Promise<string> {
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return Buffer.from(body).toString();
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** The context of an invocation of a function named `model`, as the host gives it. */
export function invocationContext(traceParent?: string, trigger: object = { route: 'v1/models/{model}' }) {
  return new InvocationContext({
    functionName: 'model',
    ...(traceParent === undefined ? {} : { traceContext: { traceParent } }),
    options: { trigger: { type: 'httpTrigger', name: 'request', ...trigger }, extraInputs: [], extraOutputs: [] },
  });
}
