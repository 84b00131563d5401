import { app } from '@azure/functions';
import type { HttpAnswer } from '../shared/http/answers.ts';
import { openEndpoint } from '../shared/http/endpoint.ts';
import { answerMetrics } from '../shared/http/metrics-route.ts';
import { worker } from './app.ts';

/** The same for a scraper that has a function key instead: Functions lets nobody else in. */
export function metricsByFunctionKey(): Promise<HttpAnswer> {
  return answerMetrics(worker);
}

app.http('metrics-by-function-key', {
  methods: ['GET'],
  authLevel: 'function',
  route: 'metrics/by-function-key',
  handler: openEndpoint(metricsByFunctionKey, worker),
});
