import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import { jsonAnswer, type HttpAnswer } from '../shared/http/answers.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { parseCountRequest } from '../shared/tokens/count-request.ts';
import { worker } from './app.ts';

/** Counts the tokens of a chat with all that belongs to it, or of texts, as a model would. Nothing is sent. */
export async function tokensCount(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  return jsonAnswer(await gateway.count(parseCountRequest(await exchange.readJson()), exchange.call));
}

app.http('tokens-count', {
  methods: ['POST'],
  authLevel: 'anonymous',
  route: 'v1/tokens/count',
  handler: endpoint(tokensCount, worker),
});
