import type { Gateway } from '../gateway/gateway.ts';
import { parseBatchRequest } from '../neutral/batch-request.ts';
import { summariseBatch, type BatchResult } from '../neutral/batch-result.ts';
import { jsonAnswer, type HttpAnswer } from './answers.ts';
import type { CallerExchange } from './exchange.ts';
import { refuseDryRun } from './is-dry-run.ts';
import { ndjsonAnswer } from './ndjson-answer.ts';

/**
 * Serves the batch in the request's body: with all results in the order of its requests, or, for who accepts
 * `application/x-ndjson`, a line for each as it comes and one last line that counts them.
 */
export async function answerBatch(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  refuseDryRun(exchange.arrival.headers);
  const batch = parseBatchRequest(await exchange.readJson());
  const results = gateway.batch(batch, exchange.call);
  if (exchange.arrival.headers.accept?.includes('application/x-ndjson') === true) {
    return ndjsonAnswer(lines(results, batch.requests.length), exchange.arrival);
  }
  const inOrder = (await Array.fromAsync(results)).toSorted((left, right) => left.index - right.index);
  return jsonAnswer({ object: 'batch', results: inOrder, summary: summariseBatch(inOrder) });
}

async function* lines(results: AsyncGenerator<BatchResult>, total: number): AsyncGenerator<object> {
  const done: BatchResult[] = [];
  for await (const result of results) {
    // What is counted at the end needs no answers kept.
    done.push('body' in result ? { ...result, body: null } : result);
    yield { object: 'batch.result', ...result, progress: { done: done.length, total } };
  }
  yield { object: 'batch.summary', ...summariseBatch(done) };
}
