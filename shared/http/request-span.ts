import { ReadableStream } from 'node:stream/web';
import type { InvocationContext } from '@azure/functions';
import { runInSpan } from '../telemetry/current-span.ts';
import { attributes } from '../telemetry/names.ts';
import type { Span } from '../telemetry/span.ts';
import { parseTraceparent } from '../telemetry/trace-context.ts';
import type { Tracing } from '../telemetry/tracing.ts';
import type { HttpAnswer } from './answers.ts';
import type { Arrival } from './arrival.ts';

/**
 * Answers a request within a span of its own: from here to the answer, or to the end of the stream that it is. Its parent
 * is the host's invocation, which continues the caller's trace; where the host gives none, the caller's span itself.
 *
 * The host's own record of a successful invocation is kept out by `host.json` (`Host.Results` from warnings on), so that a
 * call is one request. And the host is not told `WorkerOpenTelemetryEnabled`: it would drop the log lines of this worker,
 * which nobody else sends.
 *
 * It says the route as it was registered, never the path or the query: those are what a caller wrote.
 */
export async function answerInSpan(
  tracing: Tracing | undefined,
  context: InvocationContext,
  arrival: Arrival,
  answer: (span: Span | undefined) => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  if (tracing === undefined) {
    return answer(undefined);
  }
  const route = `/${routeOf(context)}`;
  const { method } = arrival;
  const given = arrival.headers['traceparent'];
  const parent = parseTraceparent(context.traceContext?.traceParent) ?? parseTraceparent(textOf(given));
  const span = tracing.begin(`${method} ${route}`, 'server', parent, {
    [attributes.httpMethod]: method,
    [attributes.httpRoute]: route,
    [attributes.urlPath]: route,
    [attributes.urlScheme]: 'https',
  });
  const answered = await runInSpan(span, () => answer(span));
  span.set({ [attributes.httpStatus]: answered.status });
  if (answered.status >= 500) {
    span.fail(String(answered.status));
  }
  if (answered.body instanceof ReadableStream && arrival.onClose !== undefined) {
    arrival.onClose(() => span.end());
  } else {
    span.end();
  }
  return answered;
}

/** The route of a function as it was registered; the function's name where it has none. */
export function routeOf({ options, functionName }: InvocationContext): string {
  const route: unknown = options?.trigger?.['route'];
  return typeof route === 'string' ? route : functionName;
}

function textOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}
