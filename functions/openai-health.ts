import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import { jsonAnswer, type HttpAnswer } from '../shared/http/answers.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { worker } from './app.ts';

/** How every deployment that the caller may use fares, as this instance saw it; for an admin caller what instances share too. */
export function openaiHealth({ call }: CallerExchange, gateway: Gateway): HttpAnswer {
  return jsonAnswer(gateway.health(call.caller));
}

app.http('openai-health', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'openai/health',
  handler: endpoint(openaiHealth, worker),
});
