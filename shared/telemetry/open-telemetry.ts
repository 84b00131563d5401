import type { Logger } from './log.ts';
import type { AzureMonitor, AzureMonitorPlace } from './azure-monitor/connect-azure-monitor.ts';
import type { MeasuredCall } from './azure-monitor/call-metrics.ts';
import type { DroppedTelemetry } from './metrics/instance-figures.ts';
import { createOutbox, type Deliver } from './outbox.ts';
import { createTracing, type Tracing, type TracingOptions } from './tracing.ts';

/** A process's traces, events and metrics on their way to Application Insights. */
export type Telemetry = {
  readonly tracing: Tracing;
  /** Counts a call that has ended. */
  readonly measure: (call: MeasuredCall) => void;
  /** How much was dropped since the start: refused, or too much to hold. */
  readonly dropped: () => DroppedTelemetry;
  /** Sends what there is, for at most `timeoutMs`. */
  readonly drain: (timeoutMs: number) => Promise<void>;
};

/** Where telemetry goes, how much of it, and the clocks and dice. */
export type TelemetryOptions = AzureMonitorPlace &
  Omit<TracingOptions, 'addSpan' | 'addEvent'> & {
    readonly log: Pick<Logger, 'warn' | 'info'>;
    /** How long spans wait for others, and the first ones for the process to have started. */
    readonly delayMs?: number;
    readonly firstDelayMs?: number;
  };

/**
 * Opens telemetry. Nothing is loaded before the first call has been answered for a while: until then spans, events and
 * counts wait in memory, which all have a bound. Nobody waits for ingestion, and a call never fails for it.
 */
export function openTelemetry(options: TelemetryOptions): Telemetry {
  const { log, delayMs = 1_000, firstDelayMs = 2_000, ...rest } = options;
  let monitor: AzureMonitor | undefined;
  let opening: Promise<AzureMonitor> | undefined;

  const open = (): Promise<AzureMonitor> =>
    (opening ??= openOnce().catch((error: unknown) => {
      // Whoever asks again is to find out anew.
      opening = undefined;
      throw error;
    }));
  const openOnce = async (): Promise<AzureMonitor> => {
    const { connectAzureMonitor } = await import('./azure-monitor/connect-azure-monitor.ts');
    monitor = connectAzureMonitor(rest);
    return monitor;
  };
  const timing = { delayMs, firstDelayMs, maxBackoffMs: 30_000, log };
  const spans = createOutbox({
    ...timing,
    name: 'spans',
    open: async () => (await open()).sendSpans,
    maxWaiting: 8_192,
    maxBatch: 512,
  });
  const events = createOutbox({
    ...timing,
    name: 'events',
    open: async () => (await open()).sendEvents,
    maxWaiting: 1_024,
    maxBatch: 256,
  });
  // Calls that end before there is anything to count them. A process that keeps no trace still has its metrics to send.
  const calls = createOutbox({
    ...timing,
    name: 'calls',
    open: async () => countingInto(await open()),
    maxWaiting: 10_000,
    maxBatch: 10_000,
  });

  return {
    tracing: createTracing({
      ...rest,
      addSpan: (span) => spans.add(span),
      addEvent: (event) => events.add(event),
    }),
    measure(call) {
      if (monitor === undefined) calls.add(call);
      else monitor.measure(call);
    },
    dropped: () => ({
      spans: spans.counts().dropped,
      events: events.counts().dropped,
      calls: calls.counts().dropped,
    }),
    async drain(timeoutMs) {
      const flush = async (): Promise<void> => {
        await calls.drain(timeoutMs);
        await monitor?.flush();
      };
      const late = new Promise<void>((resolve) => setTimeout(resolve, timeoutMs).unref());
      await Promise.all([spans.drain(timeoutMs), events.drain(timeoutMs), Promise.race([flush(), late])]);
    },
  };
}

function countingInto({ measure }: AzureMonitor): Deliver<MeasuredCall> {
  return async (calls) => {
    calls.forEach(measure);
    return 'sent';
  };
}
