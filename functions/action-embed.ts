import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import { actionExchange } from '../shared/http/action-exchange.ts';
import type { HttpAnswer } from '../shared/http/answers.ts';
import { answerEmbeddings } from '../shared/http/embeddings-route.ts';
import { functionKeyEndpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { worker } from './app.ts';

/** Embeds one text or many. For the Azure Functions action of a Logic App. */
export function actionEmbed(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  return answerEmbeddings(actionExchange(exchange), gateway);
}

// No route: that action finds no function that has one of its own.
app.http('action-embed', {
  methods: ['POST'],
  authLevel: 'function',
  handler: functionKeyEndpoint(actionEmbed, worker),
});
