import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import { actionExchange } from '../shared/http/action-exchange.ts';
import type { HttpAnswer } from '../shared/http/answers.ts';
import { answerChat } from '../shared/http/chat-route.ts';
import { functionKeyEndpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { worker } from './app.ts';

/** Completes a chat, whole. For the Azure Functions action of a Logic App. */
export function actionChat(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  return answerChat(actionExchange(exchange), gateway);
}

// No route: that action finds no function that has one of its own.
app.http('action-chat', {
  methods: ['POST'],
  authLevel: 'function',
  handler: functionKeyEndpoint(actionChat, worker),
});
