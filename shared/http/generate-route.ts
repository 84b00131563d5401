import type { Gateway } from '../gateway/gateway.ts';
import { parseGenerateRequest } from '../neutral/generate-request.ts';
import { jsonAnswer, type HttpAnswer } from './answers.ts';
import { eventStreamAnswer } from './event-stream-answer.ts';
import type { CallerExchange } from './exchange.ts';

/** Generates the answer that the request's body asks for, whole. */
export async function answerGenerate(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  const { body, served } = await gateway.generate(parseGenerateRequest(await exchange.readJson()), exchange.call);
  return jsonAnswer(body, served);
}

/** Generates it as an event stream. An error after its headers is an event `error`, and no `done` follows. */
export async function answerGenerateStream(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  const request = parseGenerateRequest(await exchange.readJson());
  const completion = gateway.generateAsStream(request, exchange.call);
  return eventStreamAnswer(completion, exchange.arrival, undefined, (json) => `event: error\ndata: ${json}\n\n`);
}
