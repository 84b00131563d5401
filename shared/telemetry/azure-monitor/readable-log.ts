import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { RecordedEvent } from '../span.ts';
import { hrTime, readableAttributes, type Origin } from './readable-span.ts';

/** A custom event as OpenTelemetry's exporters take it: a log record whose attribute names the event. */
export function readableLog(event: RecordedEvent, { resource, instrumentationScope }: Origin): ReadableLogRecord {
  const { name, atMs, attributes, operation, traceId, spanId } = event;
  return {
    hrTime: hrTime(atMs),
    hrTimeObserved: hrTime(atMs),
    ...(traceId === undefined || spanId === undefined ? {} : { spanContext: { traceId, spanId, traceFlags: 1 } }),
    body: name,
    attributes: {
      ...readableAttributes({ ...attributes, 'ai.operation.name': operation }),
      'microsoft.custom_event.name': name,
    },
    resource,
    instrumentationScope,
    droppedAttributesCount: 0,
  };
}
