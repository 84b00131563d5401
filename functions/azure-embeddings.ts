import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import type { HttpAnswer } from '../shared/http/answers.ts';
import { answerEmbeddings } from '../shared/http/embeddings-route.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { checkApiVersion } from '../shared/openai/api-versions.ts';
import { worker } from './app.ts';

/** Embeds one text or many; on Azure's dated surface, where the path names the deployment or model. */
export function azureEmbeddings(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  checkApiVersion(exchange.query.get('api-version'), 'embeddings');
  return answerEmbeddings(exchange, gateway, exchange.path[2]);
}

app.http('azure-embeddings', {
  methods: ['POST'],
  authLevel: 'anonymous',
  route: 'openai/deployments/{deployment}/embeddings',
  handler: endpoint(azureEmbeddings, worker),
});
