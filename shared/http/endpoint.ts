import type { InvocationContext } from '@azure/functions';
import { parseCacheControl } from '../cache/cache-control.ts';
import type { FitStrategy } from '../config/config.ts';
import { fitSchema } from '../config/route-schema.ts';
import { GatewayError } from '../errors.ts';
import type { Presented } from '../gateway/authorise.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { attributes } from '../telemetry/names.ts';
import { requestIdFrom } from '../telemetry/request-id.ts';
import type { Span } from '../telemetry/span.ts';
import { formatTraceparent, parseTraceparent } from '../telemetry/trace-context.ts';
import { acceptJob } from './accept-job.ts';
import { errorAnswer, type HttpAnswer } from './answers.ts';
import type { Arrival } from './arrival.ts';
import type { CallerExchange, Exchange } from './exchange.ts';
import { presentedKey, presentedOwnKey } from './presented-key.ts';
import { readJsonBody } from './read-body.ts';
import { answerInSpan } from './request-span.ts';
import type { Worker } from './worker.ts';

/** What a function does with a request of a known caller. It may throw; the endpoint answers. */
export type CallerRoute = (exchange: CallerExchange, gateway: Gateway) => Promise<HttpAnswer> | HttpAnswer;

/** What a function does with a request of anyone. */
export type OpenRoute = (exchange: Exchange, gateway: Gateway) => Promise<HttpAnswer> | HttpAnswer;

/** What Functions calls for a request: an `HttpHandler` that goes by the connection, not by what it is shown. */
export type Handler = (shown: unknown, context: InvocationContext) => Promise<HttpAnswer>;

/**
 * A Functions handler around a route for callers with a gateway key; without one the answer is 401.
 *
 * It always answers: with HTTP streaming on, a handler that throws leaves its caller waiting for four minutes. And it
 * reads caller, headers and path from the connection, because the library's view of them can be rewritten by a query
 * or body member named `Headers`.
 */
export function endpoint(route: CallerRoute, worker: Worker): Handler {
  return callerEndpoint(route, worker, ({ headers }) => ({
    key: presentedKey(headers),
    principal: textOf(headers['x-ms-client-principal']),
  }));
}

/**
 * The same for a function registered with `authLevel: 'function'`, whose key the host has checked: without a gateway key
 * or token in `Authorization` or `api-key`, the caller is the gateway file's `functionKeyCaller`.
 */
export function functionKeyEndpoint(route: CallerRoute, worker: Worker): Handler {
  return callerEndpoint(route, worker, ({ headers }) => ({
    key: presentedOwnKey(headers),
    principal: textOf(headers['x-ms-client-principal']),
    hasHostKey: true,
  }));
}

function callerEndpoint(route: CallerRoute, worker: Worker, presented: (arrival: Arrival) => Presented): Handler {
  return answering(worker, async (exchange, arrival, span, context) => {
    const startedMs = worker.now();
    const { caller, keyId } = await worker.gateway.authorise(presented(arrival));
    span?.set({ [attributes.requestId]: exchange.requestId, [attributes.caller]: caller.name });
    const call = {
      requestId: exchange.requestId,
      caller,
      keyId,
      span,
      traceparent: traceparentOf(arrival.headers['traceparent']),
      gone: arrival.gone,
      startedMs,
      cacheControl: parseCacheControl(arrival.headers['cache-control']),
      session: textOf(arrival.headers['x-sluice-session']),
      fit: fitOf(arrival.headers['x-sluice-fit']),
      minSimilarity: numberOf(arrival.headers['x-sluice-min-similarity']),
    };
    const known = { ...exchange, call };
    const accepted = arrival.headers.prefer === undefined ? undefined : await acceptJob(known, context, route, worker);
    return accepted ?? route(known, worker.gateway);
  });
}

/** A Functions handler around a route that asks nobody who they are. It always answers, too. */
export function openEndpoint(route: OpenRoute, worker: Worker): Handler {
  // Who polls its health every few seconds would fill the traces with nothing else.
  return answering({ ...worker, tracing: undefined }, (exchange) => route(exchange, worker.gateway));
}

type Answer = (
  exchange: Exchange,
  arrival: Arrival,
  span: Span | undefined,
  context: InvocationContext,
) => Promise<HttpAnswer> | HttpAnswer;

function answering(worker: Worker, answer: Answer): Handler {
  return async (_request, context) => {
    const arrival = worker.arrivals.take(context.invocationId);
    const requestId = requestIdOf(arrival, worker);
    const answerWithin = (span: Span | undefined) => answerOrError(context, arrival, requestId, answer, worker, span);
    const answered =
      arrival === undefined
        ? await answerWithin(undefined)
        : await answerInSpan(worker, context, arrival, answerWithin);
    if (worker.executedJob === undefined) worker.gateway.metrics.answered(context.functionName, answered.status);
    const headers = { 'x-request-id': requestId, ...answered.headers };
    return arrival?.method === 'HEAD' ? { ...answered, headers, body: '' } : { ...answered, headers };
  };
}

async function answerOrError(
  context: InvocationContext,
  arrival: Arrival | undefined,
  requestId: string,
  answer: Answer,
  worker: Worker,
  span: Span | undefined,
): Promise<HttpAnswer> {
  try {
    if (arrival === undefined) {
      throw new GatewayError(
        'upstream_unavailable',
        'The Functions host does not stream: its requests cannot be trusted.',
      );
    }
    return await answer(exchangeOf(arrival, requestId, worker), arrival, span, context);
  } catch (error) {
    const known = error instanceof GatewayError ? error : internalError(error);
    worker.gateway.metrics.requestRefused(known.code, known);
    span?.set({ [attributes.errorCode]: known.code, [attributes.requestId]: requestId });
    const fields = { requestId, function: context.functionName, code: known.code, status: known.status };
    if (known.code === 'internal_error') {
      worker.log.error('call-crashed', { ...fields, error });
    } else {
      worker.log.info('call-refused', fields);
    }
    return errorAnswer(known);
  }
}

function exchangeOf(arrival: Arrival, requestId: string, worker: Worker): Exchange {
  const [path, query] = splitOnce(arrival.url, '?');
  return {
    requestId,
    path: path
      .split('/')
      .filter((segment) => segment !== '')
      .map(decodeSegment),
    query: new URLSearchParams(query),
    arrival,
    readJson: () => readJsonBody(arrival, worker.maxBodyBytes),
  };
}

function requestIdOf(arrival: Arrival | undefined, worker: Worker): string {
  const { headers = {} } = arrival ?? {};
  const given = headers['x-request-id'] ?? headers['x-ms-client-request-id'];
  return requestIdFrom(typeof given === 'string' ? given : undefined, worker.newRequestId);
}

/** The caller's trace context where it is valid. A caller's invalid one is dropped, as the standard says. */
function traceparentOf(header: string | string[] | undefined): string | undefined {
  const parent = parseTraceparent(typeof header === 'string' ? header : undefined);
  return parent === undefined ? undefined : formatTraceparent(parent);
}

function fitOf(header: string | string[] | undefined): FitStrategy | undefined {
  if (header === undefined) {
    return undefined;
  }
  const parsed = fitSchema.safeParse(header);
  if (!parsed.success) {
    throw new GatewayError('invalid_request', `Invalid x-sluice-fit: ${parsed.error.issues[0]?.message ?? ''}.`, {
      param: 'x-sluice-fit',
    });
  }
  return parsed.data;
}

function textOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && header !== '' ? header : undefined;
}

function numberOf(header: string | string[] | undefined): number | undefined {
  const value = typeof header === 'string' && header.trim() !== '' ? Number(header) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new GatewayError('invalid_request', 'The path holds an escape that is not UTF-8.');
  }
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function internalError(cause: unknown): GatewayError {
  return new GatewayError(
    'internal_error',
    'Sluice failed to answer. Report this with the x-request-id of the answer.',
    { cause },
  );
}
