import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { Delivery } from '../outbox.ts';

/** How an interval's metrics are sent, and in which form they are wanted. */
export type MetricsSender = Required<Pick<PushMetricExporter, 'selectAggregationTemporality'>> & {
  /** Never rejects. */
  readonly send: (metrics: ResourceMetrics) => Promise<Delivery>;
};

/**
 * An exporter of metrics that holds what is not taken now, and sends it before what comes after: at most `mostKept`
 * intervals, the oldest of which go first. What is refused for good is gone.
 *
 * Azure Monitor is told differences, each once: what was counted while ingestion is down would be missing from every sum
 * for ever. What comes late counts for the time at which it comes, because the exporter dates what it sends.
 */
export function keptMetrics({ send, ...form }: MetricsSender, mostKept = 60): PushMetricExporter {
  const waiting: ResourceMetrics[] = [];
  let sending = Promise.resolve();

  const sendAll = async (): Promise<void> => {
    for (let metrics = waiting.shift(); metrics !== undefined; metrics = waiting.shift()) {
      if ((await send(metrics)) === 'later') {
        waiting.unshift(metrics);
        return;
      }
    }
  };
  return {
    ...form,
    export(metrics, onResult) {
      waiting.push(metrics);
      if (waiting.length > mostKept) waiting.shift();
      // A flush may come while an interval is under way, and each must go out once.
      sending = sending.then(sendAll);
      void sending.then(() => onResult({ code: 0 }));
    },
    forceFlush: () => sending,
    shutdown: () => sending,
  };
}
