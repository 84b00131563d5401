import type { Gateway } from '../gateway/gateway.ts';
import { chatOfGenerate } from '../neutral/chat-of-generate.ts';
import { parseGenerateRequest, type GenerateRequest } from '../neutral/generate-request.ts';
import { jsonAnswer, type HttpAnswer } from './answers.ts';
import { eventStreamAnswer } from './event-stream-answer.ts';
import type { CallerExchange } from './exchange.ts';
import { isDryRun } from './is-dry-run.ts';

/** Generates the answer that the request's body asks for, whole. */
export async function answerGenerate(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  const request = parseGenerateRequest(await exchange.readJson());
  if (isDryRun(exchange.arrival.headers)) {
    return dryRun(request, exchange, gateway);
  }
  const { body, served } = await gateway.generate(request, exchange.call);
  return jsonAnswer(body, served);
}

/** Generates it as an event stream. An error after its headers is an event `error`, and no `done` follows. */
export async function answerGenerateStream(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  const request = parseGenerateRequest(await exchange.readJson());
  if (isDryRun(exchange.arrival.headers)) {
    return dryRun(request, exchange, gateway);
  }
  const completion = gateway.generateAsStream(request, exchange.call);
  return eventStreamAnswer(completion, exchange.arrival, undefined, (json) => `event: error\ndata: ${json}\n\n`);
}

async function dryRun(request: GenerateRequest, { call }: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  const { provider = call.provider } = request;
  return jsonAnswer(await gateway.dryRunChat(chatOfGenerate(request, false), { ...call, provider }));
}
