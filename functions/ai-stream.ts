import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import type { HttpAnswer } from '../shared/http/answers.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { answerGenerateStream } from '../shared/http/generate-route.ts';
import { worker } from './app.ts';

/** Generates an answer in words of no provider, as an event stream: `delta`, `tool_call`, `usage`, `done`, `error`. */
export function aiStream(exchange: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  return answerGenerateStream(exchange, gateway);
}

app.http('ai-stream', {
  methods: ['POST'],
  authLevel: 'anonymous',
  route: 'ai/stream',
  handler: endpoint(aiStream, worker),
});
