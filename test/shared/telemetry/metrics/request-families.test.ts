import prometheus from 'prom-client';
import { expect, it } from 'vitest';
import { createClosedLabels } from '../../../../shared/telemetry/metrics/closed-labels.ts';
import { createRequestFamilies } from '../../../../shared/telemetry/metrics/request-families.ts';
import { configuredNames } from '../../../setup/ended-call.ts';
import { sumOf } from '../../../setup/parse-prometheus.ts';

it('counts answers, refusals and what limits did', async () => {
  const registry = new prometheus.Registry();
  const families = createRequestFamilies(prometheus, registry, createClosedLabels(configuredNames));
  families.answered('chat-completions', 200);
  families.answered('chat-completions', 429);
  families.requestRefused('invalid_json');
  families.limitRefused('team-a', 'token_budget');
  families.limitRefused('made up', 'token_budget');
  families.limitNoticed('team-a', 'near');
  const text = await registry.metrics();
  expect(sumOf(text, 'sluice_http_requests_total', { function: 'chat-completions', status: '429' })).toBe(1);
  expect(sumOf(text, 'sluice_http_requests_total')).toBe(2);
  expect(sumOf(text, 'sluice_requests_refused_total', { code: 'invalid_json' })).toBe(1);
  expect(sumOf(text, 'sluice_limit_refusals_total', { caller: 'team-a', kind: 'token_budget' })).toBe(1);
  expect(sumOf(text, 'sluice_limit_refusals_total', { caller: 'other' })).toBe(1);
  expect(sumOf(text, 'sluice_limit_notices_total', { caller: 'team-a', kind: 'near' })).toBe(1);
});
