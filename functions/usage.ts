import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import { answerUsage } from '../shared/http/usage-route.ts';
import type { HttpAnswer } from '../shared/http/answers.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { worker } from './app.ts';

/** What the caller's calls used, or everyone's for an admin caller: as records or as sums, JSON or CSV. */
export function usage(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  return answerUsage(exchange, gateway);
}

app.http('usage', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'v1/usage',
  handler: endpoint(usage, worker),
});
