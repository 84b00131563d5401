import { app } from '@azure/functions';
import type { HttpAnswer } from '../shared/http/answers.ts';
import { openEndpoint } from '../shared/http/endpoint.ts';
import type { Exchange } from '../shared/http/exchange.ts';
import { cancelJob } from '../shared/http/job-route.ts';
import { worker } from './app.ts';

/** Ends work that was put off, if it is not done. */
export function jobCancel(exchange: Exchange): Promise<HttpAnswer> {
  return cancelJob(exchange, worker);
}

app.http('job-cancel', {
  methods: ['POST'],
  authLevel: 'anonymous',
  route: 'v1/jobs/{id}/cancel',
  handler: openEndpoint(jobCancel, worker),
});
