import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import { jsonAnswer, type HttpAnswer } from '../shared/http/answers.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { checkV1ApiVersion } from '../shared/openai/api-versions.ts';
import { worker } from './app.ts';

/** One model by its alias; on Azure's v1 surface. */
export function azureV1Model(exchange: CallerExchange, gateway: Gateway): HttpAnswer {
  checkV1ApiVersion(exchange.query.get('api-version'));
  return jsonAnswer(gateway.modelFor(exchange.path[3] ?? '', exchange.call.caller));
}

app.http('azure-v1-model', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'openai/v1/models/{model}',
  handler: endpoint(azureV1Model, worker),
});
