import { app } from '@azure/functions';
import { GatewayError } from '../shared/errors.ts';
import type { Gateway } from '../shared/gateway/gateway.ts';
import { jsonAnswer, type HttpAnswer } from '../shared/http/answers.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { parseChatRequest } from '../shared/openai/chat-request.ts';
import { worker } from './app.ts';

/**
 * What a call would become now, and nothing is sent: asked with a chat, its tokens, its fit and its cost beside the order
 * of the deployments; asked with a model's name alone, that order and its reasons.
 */
export async function explain(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  if (exchange.arrival.method === 'POST') {
    return jsonAnswer(await gateway.dryRunChat(parseChatRequest(await exchange.readJson()), exchange.call));
  }
  const model = exchange.query.get('model');
  if (model === null || model === '') {
    throw new GatewayError('invalid_request', "Missing required query parameter: 'model'.", { param: 'model' });
  }
  return jsonAnswer(gateway.explain(model, exchange.call));
}

app.http('explain', {
  methods: ['GET', 'POST'],
  authLevel: 'anonymous',
  route: 'v1/explain',
  handler: endpoint(explain, worker),
});
