import type { ApiOperation } from './api-operation.ts';
import { describeOperation } from './describe-operation.ts';

const shared = {
  method: 'get',
  tag: 'Health',
  answers: {
    '200': {
      description: "Figures in Prometheus' text format, version 0.0.4.",
      contents: { 'text/plain': undefined },
    },
  },
} as const;

/** What an instance has counted. */
export const metricsOperations: readonly ApiOperation[] = [
  describeOperation({
    ...shared,
    id: 'getMetrics',
    functionName: 'metrics',
    path: '/metrics',
    summary: 'Get metrics',
    description: 'What this instance has counted since it started and how it stands now, for Prometheus.',
    access: 'admin',
    failures: ['admin_required'],
  }),
  describeOperation({
    ...shared,
    id: 'getMetricsByFunctionKey',
    functionName: 'metrics-by-function-key',
    path: '/metrics/by-function-key',
    summary: 'Get metrics with a function key',
    description: 'The same for a scraper that has a function key: Functions itself lets nobody else in.',
    access: 'function-key',
  }),
];
