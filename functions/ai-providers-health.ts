import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import { jsonAnswer, type HttpAnswer } from '../shared/http/answers.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { worker } from './app.ts';

/** How every provider of the caller's models fares: whether its addresses answer now, and what this instance's calls have shown. */
export async function aiProvidersHealth({ call }: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  return jsonAnswer({ providers: await gateway.providersHealth(call.caller) });
}

app.http('ai-providers-health', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'ai/providers/health',
  handler: endpoint(aiProvidersHealth, worker),
});
