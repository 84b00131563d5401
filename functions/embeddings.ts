import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import type { HttpAnswer } from '../shared/http/answers.ts';
import { answerEmbeddings } from '../shared/http/embeddings-route.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { worker } from './app.ts';

/** Embeds one text or many. */
export function embeddings(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  return answerEmbeddings(exchange, gateway);
}

app.http('embeddings', {
  methods: ['POST'],
  authLevel: 'anonymous',
  route: 'v1/embeddings',
  handler: endpoint(embeddings, worker),
});
