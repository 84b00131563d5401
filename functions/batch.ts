import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import type { HttpAnswer } from '../shared/http/answers.ts';
import { answerBatch } from '../shared/http/batch-route.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { worker } from './app.ts';

/** Serves many requests in one call, each with its own answer or error. */
export function batch(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  return answerBatch(exchange, gateway);
}

app.http('batch', {
  methods: ['POST'],
  authLevel: 'anonymous',
  route: 'v1/batch',
  handler: endpoint(batch, worker),
});
