import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import { jsonAnswer, type HttpAnswer } from '../shared/http/answers.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { checkV1ApiVersion } from '../shared/openai/api-versions.ts';
import { listModels, parseModelListQuery } from '../shared/openai/model-list.ts';
import { worker } from './app.ts';

/** Lists the models the caller may use; on Azure's v1 surface. */
export function azureV1Models(exchange: CallerExchange, gateway: Gateway): HttpAnswer {
  checkV1ApiVersion(exchange.query.get('api-version'));
  return jsonAnswer(listModels(gateway.modelsFor(exchange.call.caller), parseModelListQuery(exchange.query)));
}

app.http('azure-v1-models', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'openai/v1/models',
  handler: endpoint(azureV1Models, worker),
});
