import { expect, it } from 'vitest';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { hrTime, readableAttributes, readableSpan } from '../../../../shared/telemetry/azure-monitor/readable-span.ts';
import type { RecordedSpan } from '../../../../shared/telemetry/span.ts';

const origin = { resource: resourceFromAttributes({}), instrumentationScope: { name: 'sluice' } };
const recorded: RecordedSpan = {
  name: 'chat gpt-4o',
  kind: 'client',
  operation: 'POST /x',
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
  parentSpanId: '1111111111111111',
  startMs: 1_500,
  endMs: 1_750.25,
  attributes: { a: 1 },
  events: [{ name: 'waited', atMs: 1_600, attributes: { ms: 5 } }],
  isFailed: true,
  samplePercent: 100,
};

it('has the ids, times and state that were recorded', () => {
  const span = readableSpan(recorded, origin);
  expect(span).toMatchObject({
    name: 'chat gpt-4o',
    kind: 2,
    parentSpanContext: { traceId: recorded.traceId, spanId: '1111111111111111' },
    startTime: [1, 500_000_000],
    endTime: [1, 750_250_000],
    duration: [0, 250_250_000],
    status: { code: 2 },
    attributes: { a: 1, 'ai.operation.name': 'POST /x' },
    events: [{ name: 'waited', time: [1, 600_000_000], attributes: { ms: 5 } }],
    ...origin,
  });
  expect(span.spanContext()).toEqual({ traceId: recorded.traceId, spanId: recorded.spanId, traceFlags: 1 });
});

it('of a request names its operation by its route, and has no parent where it began the trace', () => {
  const span = readableSpan({ ...recorded, kind: 'server', parentSpanId: undefined, isFailed: false }, origin);
  expect(span).toMatchObject({ kind: 1, status: { code: 0 }, attributes: { a: 1 } });
  expect(span.attributes).not.toHaveProperty(['ai.operation.name']);
  expect(span.parentSpanContext).toBeUndefined();
});

it('says how many it stands for where some are left out', () => {
  expect(readableSpan({ ...recorded, samplePercent: 12.5 }, origin).attributes).toMatchObject({
    'microsoft.sample_rate': 12.5,
  });
  expect(readableSpan(recorded, origin).attributes).not.toHaveProperty(['microsoft.sample_rate']);
});

it('masks texts that look like secrets, and leaves out what is absent', () => {
  expect(
    readableAttributes({ key: 'a'.repeat(32), list: ['fine', 'sk-12345678901'], is: true, none: undefined, n: 0 }),
  ).toEqual({ key: '[secret]', list: ['fine', '[secret]'], is: true, n: 0 });
});

it.each([
  [0, [0, 0]],
  [1_700_000_000_123, [1_700_000_000, 123_000_000]],
])('counts %d ms in seconds and nanoseconds', (ms, expected) => {
  expect(hrTime(ms)).toEqual(expected);
});
