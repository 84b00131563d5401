import { app } from '@azure/functions';
import type { Gateway } from '../shared/gateway/gateway.ts';
import { jsonAnswer, type HttpAnswer } from '../shared/http/answers.ts';
import { openEndpoint } from '../shared/http/endpoint.ts';
import type { Exchange } from '../shared/http/exchange.ts';
import { worker } from './app.ts';

/** Ready to serve: settings read, secrets readable, a deployment reachable. 503 with what is wrong when it is not. */
export async function healthReady(_exchange: Exchange, gateway: Gateway): Promise<HttpAnswer> {
  const readiness = await gateway.readiness();
  const jobs = (await worker.jobs?.state()) ?? 'off';
  return { ...jsonAnswer({ ...readiness, jobs }), status: readiness.ready ? 200 : 503 };
}

app.http('health-ready', {
  methods: ['GET', 'HEAD'],
  authLevel: 'anonymous',
  route: 'health/ready',
  handler: openEndpoint(healthReady, worker),
});
