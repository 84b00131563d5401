import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import type { HttpAnswer } from '../shared/http/answers.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { answerSummary } from '../shared/http/summary-route.ts';
import { worker } from './app.ts';

/** Summarises a text of any length with a model, part by part. */
export function summaries(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  return answerSummary(exchange, gateway);
}

app.http('summaries', {
  methods: ['POST'],
  authLevel: 'anonymous',
  route: 'v1/summaries',
  handler: endpoint(summaries, worker),
});
