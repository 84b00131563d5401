import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import { actionExchange } from '../shared/http/action-exchange.ts';
import type { HttpAnswer } from '../shared/http/answers.ts';
import { answerBatch } from '../shared/http/batch-route.ts';
import { functionKeyEndpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { worker } from './app.ts';

/** Serves many requests in one call, each with its own answer or error. For the Azure Functions action of a Logic App. */
export function actionBatch(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  return answerBatch(actionExchange(exchange), gateway);
}

// No route: that action finds no function that has one of its own.
app.http('action-batch', {
  methods: ['POST'],
  authLevel: 'function',
  handler: functionKeyEndpoint(actionBatch, worker),
});
