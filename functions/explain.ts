import { app } from '@azure/functions';
import { GatewayError } from '../shared/errors.ts';
import type { Gateway } from '../shared/gateway/gateway.ts';
import { jsonAnswer, type HttpAnswer } from '../shared/http/answers.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { worker } from './app.ts';

/** Which deployments would serve a model now, in which order and why. Nothing is sent. */
export function explain(exchange: CallerExchange, gateway: Gateway): HttpAnswer {
  const model = exchange.query.get('model');
  if (model === null || model === '') {
    throw new GatewayError('invalid_request', "Missing required query parameter: 'model'.", { param: 'model' });
  }
  return jsonAnswer(gateway.explain(model, exchange.call));
}

app.http('explain', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'v1/explain',
  handler: endpoint(explain, worker),
});
