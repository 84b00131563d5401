import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { ApplicationInsightsSampler } from '@azure/monitor-opentelemetry-exporter';
import { ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace-base';
import { isTraceSampled } from '../../../shared/telemetry/is-trace-sampled.ts';

const traceIds = Array.from({ length: 2_000 }, (_, at) =>
  createHash('sha256').update(`trace ${at}`).digest('hex').slice(0, 32),
);

it.each([1, 10, 33, 50, 90])('keeps the very traces at %i %% that the SDKs of Application Insights keep', (percent) => {
  const sampler = new ApplicationInsightsSampler(percent / 100);
  const theirs = traceIds.filter((id) => {
    const { decision } = sampler.shouldSample(ROOT_CONTEXT, id, 'chat', SpanKind.SERVER, {}, []);
    return decision === SamplingDecision.RECORD_AND_SAMPLED;
  });
  expect(traceIds.filter((id) => isTraceSampled(id, percent))).toEqual(theirs);
  expect(theirs.length / traceIds.length).toBeCloseTo(percent / 100, 1);
});

it('keeps all at 100 % and none at 0 %', () => {
  expect(traceIds.every((id) => isTraceSampled(id, 100))).toBe(true);
  expect(traceIds.some((id) => isTraceSampled(id, 0))).toBe(false);
});

it('keeps at a larger share whatever it keeps at a smaller one', () => {
  const few = traceIds.filter((id) => isTraceSampled(id, 5.5));
  expect(few.length).toBeGreaterThan(0);
  expect(few.every((id) => isTraceSampled(id, 6))).toBe(true);
});
