import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import { jsonAnswer, type HttpAnswer } from '../shared/http/answers.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { parseSplitRequest } from '../shared/neutral/split-request.ts';
import { worker } from './app.ts';

/** Splits a text into chunks of so many tokens, at the ends of paragraphs, sentences or words. Nothing is sent. */
export async function textSplit(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  return jsonAnswer(await gateway.split(parseSplitRequest(await exchange.readJson()), exchange.call));
}

app.http('text-split', {
  methods: ['POST'],
  authLevel: 'anonymous',
  route: 'v1/text/split',
  handler: endpoint(textSplit, worker),
});
