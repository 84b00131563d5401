import { ReadableStream } from 'node:stream/web';
import type { InvocationContext } from '@azure/functions';
import { runInSpan } from '../telemetry/current-span.ts';
import { attributes } from '../telemetry/names.ts';
import type { Span, SpanAttributes } from '../telemetry/span.ts';
import { parseTraceparent } from '../telemetry/trace-context.ts';
import type { HttpAnswer } from './answers.ts';
import type { Arrival } from './arrival.ts';
import type { Worker } from './worker.ts';

/**
 * Answers a request within a span of its own: from here to the answer, or to the end of the stream that it is. Its parent
 * is the host's invocation, which continues the caller's trace; where the host gives none, the caller's span itself.
 *
 * The host's own record of a successful invocation is kept out by `host.json` (`Host.Results` from warnings on), so that a
 * call is one request. And the host is not told `WorkerOpenTelemetryEnabled`: it would drop the log lines of this worker,
 * which nobody else sends.
 *
 * It says the route as it was registered, never the path or the query: those are what a caller wrote.
 *
 * The execution of a job is no request of anybody's, though it is answered like one: it goes by another name, and by the
 * job's id, so that nobody takes it for a slow call or counts the call twice.
 */
export async function answerInSpan(
  { tracing, executedJob }: Pick<Worker, 'tracing' | 'executedJob'>,
  context: InvocationContext,
  arrival: Arrival,
  answer: (span: Span | undefined) => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  if (tracing === undefined) {
    return answer(undefined);
  }
  const route = `/${routeOf(context)}`;
  const { method } = arrival;
  const work = executedJob === undefined ? method : 'run-job';
  const given = arrival.headers['traceparent'];
  const parent = parseTraceparent(context.traceContext?.traceParent) ?? parseTraceparent(textOf(given));
  const span = tracing.begin(`${work} ${route}`, 'server', parent, {
    [attributes.httpMethod]: method,
    [attributes.urlPath]: route,
    [attributes.urlScheme]: 'https',
    ...(executedJob === undefined ? { [attributes.httpRoute]: route } : aboutJob(executedJob)),
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

// Without `http.route`: of that and the method the exporter would make a name, and it would be the request's.
function aboutJob({ id, attempt }: NonNullable<Worker['executedJob']>): SpanAttributes {
  return { [attributes.jobId]: id, [attributes.jobAttempt]: attempt };
}

function textOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}
