import { expect, it } from 'vitest';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { createCallMetrics } from '../../../../shared/telemetry/azure-monitor/call-metrics.ts';
import { usageRecord } from '../../../setup/usage-record.ts';

async function measured(...calls: Parameters<typeof usageRecord>[0][]) {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.DELTA);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 60_000 });
  const provider = new MeterProvider({ readers: [reader] });
  const measure = createCallMetrics(provider.getMeter('sluice'));
  for (const call of calls) measure(usageRecord(call));
  await provider.forceFlush();
  const found = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
  await provider.shutdown();
  return Object.fromEntries(
    found.map(({ descriptor: { name, unit }, dataPoints }) => [name, { unit, points: dataPoints }]),
  );
}

it('measures time in seconds, tokens, dollars, calls and attempts', async () => {
  const metrics = await measured({
    promptTokens: 10,
    completionTokens: 4,
    cachedTokens: 2,
    reasoningTokens: 1,
    costNanoDollars: 500_000_000,
    latencyMs: 1_500,
    firstOutputMs: 250,
    stream: true,
    attempts: 2,
  });
  const value = (name: string): unknown => metrics[name]?.points[0]?.value;
  expect(value('gen_ai.client.operation.duration')).toMatchObject({ sum: 1.5, count: 1 });
  expect(value('gen_ai.client.operation.time_to_first_chunk')).toMatchObject({ sum: 0.25 });
  expect(value('gen_ai.client.inference.usage.input_tokens')).toBe(10);
  expect(value('gen_ai.client.inference.usage.output_tokens')).toBe(4);
  expect(value('gen_ai.client.inference.usage.cache_read.input_tokens')).toBe(2);
  expect(value('gen_ai.client.inference.usage.reasoning.output_tokens')).toBe(1);
  expect(value('sluice.cost_usd')).toBe(0.5);
  expect(value('sluice.calls')).toBe(1);
  expect(value('sluice.attempts')).toBe(2);
  expect(metrics['gen_ai.client.operation.duration']?.unit).toBe('s');
});

it('has dimensions of the gateway file, and none that a caller could make up', async () => {
  const served = { deployment: 'east', provider: 'azure-openai', catalogueModel: 'gpt-4o', caller: 'team-a' };
  const metrics = await measured(
    { ...served, model: 'alias' },
    { ...served, model: 'x'.repeat(200), deployment: null, provider: null, catalogueModel: null, errorCode: 'oh_no' },
  );
  const dimensions = metrics['sluice.calls']?.points.map(({ attributes }) => attributes);
  expect(dimensions).toMatchObject([
    {
      'gen_ai.provider.name': 'azure.ai.openai',
      'gen_ai.request.model': 'gpt-4o',
      'sluice.deployment': 'east',
      'sluice.caller': 'team-a',
    },
    { 'gen_ai.provider.name': 'none', 'gen_ai.request.model': 'none', 'sluice.error_code': 'oh_no' },
  ]);
  expect(JSON.stringify(dimensions)).not.toMatch(/alias|x{200}/);
});

it('counts no dollars where the price is unknown', async () => {
  expect(await measured({ costNanoDollars: null, stream: false })).not.toHaveProperty(['sluice.cost_usd']);
});
