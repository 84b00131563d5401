import {
  AzureMonitorLogExporter,
  AzureMonitorMetricExporter,
  AzureMonitorTraceExporter,
} from '@azure/monitor-opentelemetry-exporter';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import type { SecretValue } from '../../secret-value.ts';
import type { Deliver, Delivery } from '../outbox.ts';
import type { RecordedEvent, RecordedSpan } from '../span.ts';
import { createCallMetrics, type MeasuredCall } from './call-metrics.ts';
import { watchIngestion } from './ingestion-watch.ts';
import { keptMetrics } from './kept-metrics.ts';
import { readableLog } from './readable-log.ts';
import { readableSpan } from './readable-span.ts';
import type { Wait } from './send-rest.ts';

/** A token for a scope, as `@azure/core-auth` wants it; times in epoch milliseconds. */
export type IngestionCredential = {
  getToken(scopes: string | string[]): Promise<{ token: string; expiresOnTimestamp: number }>;
};

/** Where telemetry goes and whom it says it is from. */
export type AzureMonitorPlace = {
  readonly connectionString: SecretValue;
  /** Absent: the instrumentation key alone says who sends. */
  readonly credential?: IngestionCredential | undefined;
  /** The app's name, as the application map shows it. */
  readonly role: string;
  readonly roleInstance: string;
};

/** The ways out to Application Insights. */
export type AzureMonitor = {
  readonly sendSpans: Deliver<RecordedSpan>;
  readonly sendEvents: Deliver<RecordedEvent>;
  /** Counts a call; what is counted leaves once a minute, and with `flush`. */
  readonly measure: (call: MeasuredCall) => void;
  readonly flush: () => Promise<void>;
};

/**
 * Connects Azure Monitor's exporters and OpenTelemetry's metrics. Throws for a connection string that is none. This module
 * is the one that loads them, and is itself imported on first use.
 *
 * `applicationinsights` 3 sends through these same exporters, and is not used itself: bundled it is 6.7 MB, blocks the
 * process for 260 ms and takes 66 MB more memory (these: 0.8 MB, 60 ms, 27 MB; Node 24), its `trackDependency` loses the
 * address and the result, and its default sampler keeps five traces a second whatever is configured. `wait` is for tests.
 */
export function connectAzureMonitor(place: AzureMonitorPlace, wait?: Wait): AzureMonitor {
  const optionsFor = (watch: ReturnType<typeof watchIngestion>) => ({
    connectionString: place.connectionString.reveal(),
    ...(place.credential === undefined ? {} : { credential: place.credential }),
    // What is not taken waits in memory, and is sent again by whoever holds it.
    disableOfflineStorage: true,
    retryOptions: { maxRetries: 0 },
    additionalPolicies: [{ policy: watch.policy, position: 'perCall' as const }],
  });
  const resource = resourceFromAttributes({ 'service.name': place.role, 'service.instance.id': place.roleInstance });
  const origin = { resource, instrumentationScope: { name: 'sluice' } };

  const spansWatch = watchIngestion(wait);
  const spanExporter = new AzureMonitorTraceExporter(optionsFor(spansWatch));
  const eventsWatch = watchIngestion(wait);
  const eventExporter = new AzureMonitorLogExporter(optionsFor(eventsWatch));
  const metricsWatch = watchIngestion(wait);
  const metricExporter = new AzureMonitorMetricExporter(optionsFor(metricsWatch));
  const reader = new PeriodicExportingMetricReader({
    exporter: keptMetrics({
      send: (metrics) => delivered(metricsWatch, () => metricExporter.export(metrics, ignore)),
      selectAggregationTemporality: (type) => metricExporter.selectAggregationTemporality(type),
    }),
    exportIntervalMillis: 60_000,
    exportTimeoutMillis: 30_000,
  });
  const provider = new MeterProvider({ resource, readers: [reader] });

  return {
    sendSpans: (spans) =>
      delivered(spansWatch, () =>
        spanExporter.export(
          spans.map((span) => readableSpan(span, origin)),
          ignore,
        ),
      ),
    sendEvents: (events) =>
      delivered(eventsWatch, () =>
        eventExporter.export(
          events.map((event) => readableLog(event, origin)),
          ignore,
        ),
      ),
    measure: createCallMetrics(provider.getMeter('sluice')),
    flush: () => provider.forceFlush().catch(ignore),
  };
}

/** The exporter calls a batch that it could not send a success when it may not write it to disk: the answer tells. */
async function delivered(watch: ReturnType<typeof watchIngestion>, send: () => Promise<void>): Promise<Delivery> {
  watch.reset();
  try {
    await send();
  } catch {
    // One item that cannot be written must not keep all others waiting.
    const outcome = watch.outcome();
    return outcome === 'later' ? 'refused' : outcome;
  }
  return watch.outcome();
}

function ignore(): void {}
