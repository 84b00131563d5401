import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import { forwardRequest } from './forward-request.ts';
import type { HttpRoute } from './http-route.ts';
import { invocationOf } from './invocation-of.ts';
import { readSizedBody } from './request-body.ts';
import { queryOf, writeRequestPath } from './request-path.ts';
import { triggerMetadataOf } from './trigger-metadata.ts';
import type { WorkerProcess } from './worker-process.ts';
import type { WorkerSupervisor } from './worker-supervisor.ts';

/** What a call of an HTTP function needs of its host. */
export type FunctionCallHost = {
  readonly workers: WorkerSupervisor;
  readonly functionTimeoutMs: number | undefined;
  readonly maxBodyBytes: number;
  /** As hosts before 2025: a caller's own `x-ms-invocation-id` is kept, and no handler ever sees that request. */
  readonly keepInvocationId: boolean;
  /** As Azure: when a handler fails, its caller waits for 240 seconds. */
  readonly faithfulHang: boolean;
  log(line: string): void;
};

/**
 * Calls an HTTP function and gives its answer to the caller. Rejects when there is no answer and none has begun.
 *
 * The invocation goes to the worker over the process's channel and the request itself to the worker's HTTP server, as
 * in the real host, so that both can go wrong on their own.
 */
export async function callFunction(
  request: IncomingMessage,
  answer: ServerResponse,
  call: { readonly route: HttpRoute; readonly values: Readonly<Record<string, string>>; readonly path: string },
  host: FunctionCallHost,
): Promise<void> {
  const search = queryOf(request.url ?? '');
  const body = await readSizedBody(request, host.maxBodyBytes);
  const input = {
    inputs: [{ name: call.route.bindingName, data: { json: '{}' } }],
    triggerMetadata: triggerMetadataOf(request, new URLSearchParams(search), call.values, body),
  };
  const trace = { traceparent: request.headers['traceparent'], tracestate: request.headers['tracestate'] };

  const attempt = async (worker: WorkerProcess) => {
    const invocation = invocationOf(call.route.functionName, input, trace);
    const cancelled = new AbortController();
    void superviseInvocation(worker, worker.invoke(invocation), call.route.functionName, cancelled, host);
    const callersId = request.headers['x-ms-invocation-id'];
    await forwardRequest(request, answer, {
      target: worker.httpUri,
      agent: loopback,
      path: writeRequestPath(call.path) + search,
      invocationId: host.keepInvocationId && typeof callersId === 'string' ? callersId : invocation.invocationId,
      body,
      maxBodyBytes: host.maxBodyBytes,
      cancelled: cancelled.signal,
    });
  };

  const worker = await host.workers.current();
  try {
    await attempt(worker);
  } catch (error) {
    if (!isConnectionLost(error)) throw error;
    // Most likely the worker ended just now. Whoever is told so must find the next one, and not the same end again.
    await Promise.race([worker.ended.aborted || once(worker.ended, 'abort'), wait(endNoticedWithinMs)]);
    if (error.code !== 'ECONNREFUSED') throw error;
    await attempt(await host.workers.current());
  }
}

const endNoticedWithinMs = 500;

function isConnectionLost(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && (error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET');
}

// The worker closes a connection that was idle for five seconds; one that is about to be closed must not be used.
const loopback = new Agent({ keepAlive: true, timeout: 4000 });

const hangMs = 240_000;

/** Watches an invocation until it ends: its time, and whether it failed. */
async function superviseInvocation(
  worker: WorkerProcess,
  invoked: Promise<string | undefined>,
  functionName: string,
  cancelled: AbortController,
  host: FunctionCallHost,
): Promise<void> {
  const { functionTimeoutMs } = host;
  const overdue =
    functionTimeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          host.log(`Function "${functionName}" ran longer than functionTimeout (${functionTimeoutMs} ms) allows.`);
          worker.kill();
        }, functionTimeoutMs).unref();
  const failure = await invoked;
  clearTimeout(overdue);
  if (failure === undefined) return;
  host.log(`Function "${functionName}" failed: ${failure}`);
  if (worker.ended.aborted) {
    cancelled.abort();
    return;
  }
  host.log(`Azure would keep the caller of "${functionName}" waiting for ${hangMs / 1000} s now.`);
  if (host.faithfulHang) setTimeout(() => cancelled.abort(), hangMs).unref();
  else cancelled.abort();
}
