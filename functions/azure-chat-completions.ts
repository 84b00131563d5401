import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import type { HttpAnswer } from '../shared/http/answers.ts';
import { answerChat } from '../shared/http/chat-route.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { checkApiVersion } from '../shared/openai/api-versions.ts';
import { worker } from './app.ts';

/** Completes a chat, whole or as an event stream, as the request body asks; on Azure's dated surface, where the path names the deployment or model. */
export function azureChatCompletions(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  checkApiVersion(exchange.query.get('api-version'), 'chat/completions');
  return answerChat(exchange, gateway, exchange.path[2]);
}

app.http('azure-chat-completions', {
  methods: ['POST'],
  authLevel: 'anonymous',
  route: 'openai/deployments/{deployment}/chat/completions',
  handler: endpoint(azureChatCompletions, worker),
});
