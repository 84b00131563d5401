import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import type { HttpAnswer } from '../shared/http/answers.ts';
import { answerChat } from '../shared/http/chat-route.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { worker } from './app.ts';

/** Completes a chat, whole or as an event stream, as the request body asks. */
export function chatCompletions(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  return answerChat(exchange, gateway);
}

app.http('chat-completions', {
  methods: ['POST'],
  authLevel: 'anonymous',
  route: 'v1/chat/completions',
  handler: endpoint(chatCompletions, worker),
});
