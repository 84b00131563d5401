import { app } from '@azure/functions';
import type { HttpAnswer } from '../shared/http/answers.ts';
import { openEndpoint } from '../shared/http/endpoint.ts';
import type { Exchange } from '../shared/http/exchange.ts';
import { deleteJob } from '../shared/http/job-route.ts';
import { worker } from './app.ts';

/** Ends work that was put off; what is done is removed with its answer. */
export function jobDelete(exchange: Exchange): Promise<HttpAnswer> {
  return deleteJob(exchange, worker);
}

app.http('job-delete', {
  methods: ['DELETE'],
  authLevel: 'anonymous',
  route: 'v1/jobs/{id}',
  handler: openEndpoint(jobDelete, worker),
});
