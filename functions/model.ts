import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import { jsonAnswer, type HttpAnswer } from '../shared/http/answers.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { worker } from './app.ts';

/** One model by its alias: what it can do, and how its deployments fare. */
export function model(exchange: CallerExchange, gateway: Gateway): HttpAnswer {
  return jsonAnswer(gateway.modelFor(exchange.path[2] ?? '', exchange.call.caller));
}

app.http('model', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'v1/models/{model}',
  handler: endpoint(model, worker),
});
