import { randomBytes } from 'node:crypto';
import type { RecordedEvent, RecordedSpan } from '../../shared/telemetry/span.ts';
import { createTracing, type Tracing } from '../../shared/telemetry/tracing.ts';

/** Tracing whose spans and events a test reads. Time stands still unless `clock.ms` is moved. */
export type RecordedTracing = Tracing & {
  readonly spans: RecordedSpan[];
  readonly events: RecordedEvent[];
  readonly clock: { ms: number };
};

/** Creates tracing that keeps everything, or `samplePercent` of it. */
export function recordedTracing(samplePercent = 100): RecordedTracing {
  const spans: RecordedSpan[] = [];
  const events: RecordedEvent[] = [];
  const clock = { ms: 1_000 };
  const tracing = createTracing({
    samplePercent,
    now: () => clock.ms,
    elapsedMs: () => clock.ms,
    randomBytes,
    addSpan: (span) => void spans.push(span),
    addEvent: (event) => void events.push(event),
  });
  return { ...tracing, spans, events, clock };
}
