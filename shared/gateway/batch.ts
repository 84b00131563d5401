import { GatewayError } from '../errors.ts';
import { batchItemId, parseBatchItem } from '../neutral/batch-item.ts';
import type { BatchRequest } from '../neutral/batch-request.ts';
import type { BatchPlace, BatchResult } from '../neutral/batch-result.ts';
import { parseJsonBody } from '../openai/read-json.ts';
import type { Call } from './call.ts';
import { complete } from './complete.ts';
import { deadlineAtMs } from './deadline-at-ms.ts';
import { embed, type Embeddings } from './embed.ts';
import { partOfCall } from './part-of-call.ts';
import type { Parts } from './parts.ts';
import { permit } from './permit.ts';

/**
 * Serves the requests of a batch and gives each one's result as it comes, so many under way at a time (8 where the batch
 * does not say). A request that fails is a result with an error; nothing is thrown for it.
 *
 * Nothing more is begun while nobody takes results, past the call's deadline, nor, where the batch says so, after a
 * failure. Whoever stops reading ends what is under way.
 */
export async function* batch(
  { requests, concurrency = defaultConcurrency, stop_on_error: stopsOnError = false }: BatchRequest,
  call: Call,
  parts: Parts,
): AsyncGenerator<BatchResult> {
  const leaving = new AbortController();
  const gone = AbortSignal.any([call.gone, leaving.signal]);
  const endMs = deadlineAtMs(call, parts.config);
  const underWay = new Map<number, Promise<BatchResult>>();
  let next = 0;
  let hasFailed = false;
  try {
    while (next < requests.length || underWay.size > 0) {
      for (; next < requests.length && underWay.size < concurrency; next += 1) {
        const item = requests[next];
        const place: BatchPlace = { index: next, id: batchItemId(item) };
        const result =
          hasFailed && stopsOnError
            ? Promise.resolve<BatchResult>({ ...place, status: null, skipped: true })
            : resultOf(item, place, partOfCall(call, next, gone), endMs, parts);
        underWay.set(next, result);
      }
      const result = await Promise.race(underWay.values());
      underWay.delete(result.index);
      hasFailed ||= 'error' in result;
      if (call.gone.aborted) {
        throw new GatewayError('caller_gone', 'The caller hung up.');
      }
      yield result;
    }
  } finally {
    leaving.abort();
  }
}

const defaultConcurrency = 8;

/** One request's result. Never rejects. */
async function resultOf(
  item: unknown,
  place: BatchPlace,
  call: Call,
  endMs: number,
  parts: Parts,
): Promise<BatchResult> {
  try {
    if (parts.now() >= endMs) {
      throw new GatewayError('deadline_exceeded', 'The batch reached its deadline before this request was begun.');
    }
    const { body, served } = await serveItem(item, call, parts);
    return {
      ...place,
      status: 200,
      deployment: served.deployment.name,
      attempts: served.attempts,
      body: body instanceof Uint8Array ? parseJsonBody(body) : body,
    };
  } catch (error) {
    return { ...place, ...failureOf(error, call, parts) };
  }
}

function serveItem(item: unknown, call: Call, parts: Parts): Promise<Pick<Embeddings, 'body' | 'served'>> {
  const { operation, request } = parseBatchItem(item);
  permit(operation, call.caller);
  return operation === 'chat' ? complete(request, call, parts) : embed(request, call, parts);
}

function failureOf(error: unknown, { requestId }: Call, { log, metrics }: Parts) {
  const known =
    error instanceof GatewayError
      ? error
      : new GatewayError('internal_error', 'Sluice failed to answer this request of the batch.', { cause: error });
  if (known.code === 'internal_error') {
    log.error('call-crashed', { requestId, code: known.code, error });
  }
  metrics.requestRefused(known.code, known);
  return {
    status: known.status,
    error: known.toBody().error,
    ...(known.retryAfterMs === undefined ? {} : { retry_after_ms: Math.ceil(known.retryAfterMs) }),
  };
}
