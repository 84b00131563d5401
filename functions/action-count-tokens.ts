import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import { actionExchange } from '../shared/http/action-exchange.ts';
import { jsonAnswer, type HttpAnswer } from '../shared/http/answers.ts';
import { functionKeyEndpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { parseCountRequest } from '../shared/tokens/count-request.ts';
import { worker } from './app.ts';

/** Counts the tokens of a chat or of texts; nothing is sent. For the Azure Functions action of a Logic App. */
export async function actionCountTokens(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  const action = actionExchange(exchange);
  return jsonAnswer(await gateway.count(parseCountRequest(await action.readJson()), action.call));
}

// No route: that action finds no function that has one of its own.
app.http('action-count-tokens', {
  methods: ['POST'],
  authLevel: 'function',
  handler: functionKeyEndpoint(actionCountTokens, worker),
});
