import { expect, it } from 'vitest';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { readableLog } from '../../../../shared/telemetry/azure-monitor/readable-log.ts';

const origin = { resource: resourceFromAttributes({}), instrumentationScope: { name: 'sluice' } };

it('is a log record whose attribute names the custom event', () => {
  const ids = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
  const event = { name: 'sluice.budget_warning', atMs: 1_500, attributes: { used: 3 }, operation: 'POST /x', ...ids };
  expect(readableLog(event, origin)).toMatchObject({
    hrTime: [1, 500_000_000],
    spanContext: { ...ids, traceFlags: 1 },
    attributes: {
      used: 3,
      'ai.operation.name': 'POST /x',
      'microsoft.custom_event.name': 'sluice.budget_warning',
    },
  });
});

it('belongs to no span where it has none', () => {
  const log = readableLog({ name: 'sluice.breaker_changed', atMs: 0, attributes: {} }, origin);
  expect(log.spanContext).toBeUndefined();
  expect(log.attributes).toEqual({ 'microsoft.custom_event.name': 'sluice.breaker_changed' });
});
