import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import { jsonAnswer, type HttpAnswer } from '../shared/http/answers.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { worker } from './app.ts';

/** How every deployment fares: its status, requests, errors, error rate, last error and latency, as this instance saw them. */
export function openaiHealth(_exchange: CallerExchange, gateway: Gateway): HttpAnswer {
  return jsonAnswer({ deployments: gateway.health(), store: gateway.storeState(), limits: gateway.limiterStatus() });
}

app.http('openai-health', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'openai/health',
  handler: endpoint(openaiHealth, worker),
});
