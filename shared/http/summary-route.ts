import type { Gateway } from '../gateway/gateway.ts';
import { parseSummaryRequest } from '../neutral/summary-request.ts';
import { jsonAnswer, type HttpAnswer } from './answers.ts';
import { eventStreamAnswer } from './event-stream-answer.ts';
import type { CallerExchange } from './exchange.ts';
import { refuseDryRun } from './is-dry-run.ts';

/**
 * Summarises the text in the request's body: whole, or as an event stream of `progress` and one last `summary`. A
 * failure within the stream is an event `error`, and no `summary` follows.
 */
export async function answerSummary(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  refuseDryRun(exchange.arrival.headers);
  const request = parseSummaryRequest(await exchange.readJson());
  if (request.stream === true) {
    const summary = gateway.summariseAsStream(request, exchange.call);
    return eventStreamAnswer(summary, exchange.arrival, undefined, (json) => `event: error\ndata: ${json}\n\n`);
  }
  return jsonAnswer(await gateway.summarise(request, exchange.call));
}
