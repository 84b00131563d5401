import { app } from '@azure/functions';
import type { HttpAnswer } from '../shared/http/answers.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { answerMetricsToAdmin } from '../shared/http/metrics-route.ts';
import { worker } from './app.ts';

/** What this instance has counted, for Prometheus with the gateway key of an admin caller. */
export function metrics(exchange: CallerExchange): Promise<HttpAnswer> {
  return answerMetricsToAdmin(exchange, worker);
}

app.http('metrics', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'metrics',
  handler: endpoint(metrics, worker),
});
