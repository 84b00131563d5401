import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import type { HttpAnswer } from '../shared/http/answers.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { answerGenerate } from '../shared/http/generate-route.ts';
import { worker } from './app.ts';

/** Generates an answer in words of no provider, whole. */
export function aiGenerate(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  return answerGenerate(exchange, gateway);
}

app.http('ai-generate', {
  methods: ['POST'],
  authLevel: 'anonymous',
  route: 'ai/generate',
  handler: endpoint(aiGenerate, worker),
});
