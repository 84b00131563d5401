import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import { jsonAnswer, type HttpAnswer } from '../shared/http/answers.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { checkApiVersion } from '../shared/openai/api-versions.ts';
import { azureModelList } from '../shared/openai/azure-model-list.ts';
import { worker } from './app.ts';

/** Lists the models the caller may use in the form of Azure's dated surface. */
export function azureModels(exchange: CallerExchange, gateway: Gateway): HttpAnswer {
  checkApiVersion(exchange.query.get('api-version'), 'models');
  return jsonAnswer(azureModelList(gateway.modelsFor(exchange.call.caller)));
}

app.http('azure-models', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'openai/models',
  handler: endpoint(azureModels, worker),
});
