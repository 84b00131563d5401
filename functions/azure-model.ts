import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import { jsonAnswer, type HttpAnswer } from '../shared/http/answers.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { checkApiVersion } from '../shared/openai/api-versions.ts';
import { azureModel } from '../shared/openai/azure-model-list.ts';
import { worker } from './app.ts';

/** One model by its alias in the form of Azure's dated surface. */
export function azureModelByName(exchange: CallerExchange, gateway: Gateway): HttpAnswer {
  checkApiVersion(exchange.query.get('api-version'), 'models');
  return jsonAnswer(azureModel(gateway.modelFor(exchange.path[2] ?? '', exchange.call.caller)));
}

app.http('azure-model', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'openai/models/{model}',
  handler: endpoint(azureModelByName, worker),
});
