import { app } from '@azure/functions';
import type { HttpAnswer } from '../shared/http/answers.ts';
import { openEndpoint } from '../shared/http/endpoint.ts';
import type { Exchange } from '../shared/http/exchange.ts';
import { answerJob } from '../shared/http/job-route.ts';
import { worker } from './app.ts';

/** How work that was put off stands: 202 until it is done, then its answer. For its caller, or whoever has its address. */
export function job(exchange: Exchange): Promise<HttpAnswer> {
  return answerJob(exchange, worker);
}

app.http('job', {
  methods: ['GET'],
  authLevel: 'anonymous',
  route: 'v1/jobs/{id}',
  handler: openEndpoint(job, worker),
});
