import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import { jsonAnswer, type HttpAnswer } from '../shared/http/answers.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { listModels, parseModelListQuery } from '../shared/openai/model-list.ts';
import { worker } from './app.ts';

/** Lists the models the caller may use, filtered and paged as the query asks. */
export function models(exchange: CallerExchange, gateway: Gateway): HttpAnswer {
  return jsonAnswer(listModels(gateway.modelsFor(exchange.call.caller), parseModelListQuery(exchange.query)));
}

app.http('models', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'v1/models',
  handler: endpoint(models, worker),
});
