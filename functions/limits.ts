import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import { jsonAnswer, type HttpAnswer } from '../shared/http/answers.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { worker } from './app.ts';

/** How the requests and tokens per minute stand now. An admin caller may ask for another's: `?caller=`. */
export async function limits({ call, query }: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  return jsonAnswer(await gateway.limits(query.get('caller') ?? undefined, call));
}

app.http('limits', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'v1/limits',
  handler: endpoint(limits, worker),
});
