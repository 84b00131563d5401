import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { maskSecrets } from '../redaction.ts';
import type { RecordedSpan, SpanAttributes, SpanKind } from '../span.ts';

/** What every span and event of a process says of it. */
export type Origin = Pick<ReadableSpan, 'resource' | 'instrumentationScope'>;

/**
 * A recorded span as OpenTelemetry's exporters take it. Texts are masked once more, as in logs; the share of traces that
 * are kept goes along as the attribute the exporter reads, so that Application Insights counts each span for as many.
 */
export function readableSpan(span: RecordedSpan, { resource, instrumentationScope }: Origin): ReadableSpan {
  const { traceId, spanId, parentSpanId, startMs, endMs, samplePercent, events } = span;
  const context = { traceId, spanId, traceFlags: 1 };
  return {
    name: maskSecrets(span.name),
    kind: kinds[span.kind],
    spanContext: () => context,
    ...(parentSpanId === undefined ? {} : { parentSpanContext: { traceId, spanId: parentSpanId, traceFlags: 1 } }),
    startTime: hrTime(startMs),
    endTime: hrTime(endMs),
    duration: hrTime(Math.max(0, endMs - startMs)),
    status: { code: span.isFailed ? failed : unset },
    attributes: {
      ...readableAttributes(span.attributes),
      ...(span.kind === 'server' ? {} : { 'ai.operation.name': span.operation }),
      ...(samplePercent === 100 ? {} : { 'microsoft.sample_rate': samplePercent }),
    },
    events: events.map(({ name, atMs, attributes }) => ({
      name,
      time: hrTime(atMs),
      attributes: readableAttributes(attributes),
    })),
    links: [],
    ended: true,
    resource,
    instrumentationScope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** Attributes without those that are absent, texts masked. */
export function readableAttributes(attributes: SpanAttributes): Record<string, string | number | boolean | string[]> {
  const readable: Record<string, string | number | boolean | string[]> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'string') readable[name] = maskSecrets(value);
    else if (typeof value === 'object') readable[name] = value.map(maskSecrets);
    else if (value !== undefined) readable[name] = value;
  }
  return readable;
}

/** Seconds and nanoseconds, as OpenTelemetry counts. */
export function hrTime(ms: number): [number, number] {
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.round((ms - seconds * 1000) * 1_000_000)];
}

// The numbers of OpenTelemetry's `SpanKind` and `SpanStatusCode`: importing them would load its API at start.
const kinds: Readonly<Record<SpanKind, number>> = { internal: 0, server: 1, client: 2 };
const unset = 0;
const failed = 2;
