import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import type { HttpAnswer } from '../shared/http/answers.ts';
import { answerEmbeddings } from '../shared/http/embeddings-route.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { checkV1ApiVersion } from '../shared/openai/api-versions.ts';
import { worker } from './app.ts';

/** Embeds one text or many; on Azure's v1 surface. */
export function azureV1Embeddings(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  checkV1ApiVersion(exchange.query.get('api-version'));
  return answerEmbeddings(exchange, gateway);
}

app.http('azure-v1-embeddings', {
  methods: ['POST'],
  authLevel: 'anonymous',
  route: 'openai/v1/embeddings',
  handler: endpoint(azureV1Embeddings, worker),
});
