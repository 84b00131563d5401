import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import { jsonAnswer, type HttpAnswer } from '../shared/http/answers.ts';
import { endpoint } from '../shared/http/endpoint.ts';
import type { CallerExchange } from '../shared/http/exchange.ts';
import { worker } from './app.ts';

/** How the budgets of the caller, its teams and its session stand now. An admin caller may ask for another's: `?caller=`. */
export async function budgets({ call, query }: CallerExchange, gateway: Gateway): Promise<HttpAnswer> {
  return jsonAnswer(await gateway.budgets(query.get('caller') ?? undefined, call));
}

app.http('budgets', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'v1/budgets',
  handler: endpoint(budgets, worker),
});
