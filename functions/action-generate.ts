import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import { actionExchange } from '../shared/http/action-exchange.ts';
import type { HttpAnswer } from '../shared/http/answers.ts';
import { answerGenerate } from '../shared/http/generate-route.ts';
import { functionKeyEndpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { worker } from './app.ts';

/** Generates an answer in words of no provider. For the Azure Functions action of a Logic App. */
export function actionGenerate(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  return answerGenerate(actionExchange(exchange), gateway);
}

// No route: that action finds no function that has one of its own.
app.http('action-generate', {
  methods: ['POST'],
  authLevel: 'function',
  handler: functionKeyEndpoint(actionGenerate, worker),
});
