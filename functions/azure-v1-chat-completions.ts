import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import type { HttpAnswer } from '../shared/http/answers.ts';
import { answerChat } from '../shared/http/chat-route.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { checkV1ApiVersion } from '../shared/openai/api-versions.ts';
import { worker } from './app.ts';

/** Completes a chat, whole or as an event stream, as the request body asks; on Azure's v1 surface. */
export function azureV1ChatCompletions(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  checkV1ApiVersion(exchange.query.get('api-version'));
  return answerChat(exchange, gateway);
}

app.http('azure-v1-chat-completions', {
  methods: ['POST'],
  authLevel: 'anonymous',
  route: 'openai/v1/chat/completions',
  handler: endpoint(azureV1ChatCompletions, worker),
});
