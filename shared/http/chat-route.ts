import type { Gateway } from '../gateway/gateway.ts';
import { parseChatRequest } from '../openai/chat-request.ts';
import { jsonAnswer, type HttpAnswer } from './answers.ts';
import { eventStreamAnswer } from './event-stream-answer.ts';
import type { CallerExchange } from './exchange.ts';
import { isDryRun } from './is-dry-run.ts';

/**
 * Completes the chat in the request's body, whole or as an event stream, as the body asks. `deployment` is the one a
 * path names; Azure ignores the body's `model` there.
 */
export async function answerChat(exchange: CallerExchange, gateway: Gateway, deployment?: string): Promise<HttpAnswer> {
  const body = parseChatRequest(await exchange.readJson());
  const chat = deployment === undefined ? body : { ...body, model: deployment };
  if (isDryRun(exchange.arrival.headers)) {
    return jsonAnswer(await gateway.dryRunChat(chat, exchange.call));
  }
  if (chat.stream === true) {
    return eventStreamAnswer(gateway.completeAsStream(chat, exchange.call), exchange.arrival);
  }
  const { body: answer, served } = await gateway.complete(chat, exchange.call);
  return jsonAnswer(answer, served);
}
