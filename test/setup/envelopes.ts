import type { TelemetryEnvelope } from '../../local/azure/telemetry-envelope.ts';

/** Envelopes of one kind: `RequestData`, `RemoteDependencyData`, `EventData`, `MessageData`, `MetricData`. */
export function ofKind(envelopes: readonly TelemetryEnvelope[], baseType: string): readonly TelemetryEnvelope[] {
  return envelopes.filter(({ data }) => data.baseType === baseType);
}

/** What a metric came to over all that arrived. */
export function sumOfMetric(envelopes: readonly TelemetryEnvelope[], name: string): number {
  return ofKind(envelopes, 'MetricData')
    .flatMap(({ data }) => data.baseData.metrics ?? [])
    .filter((metric) => metric.name === name)
    .reduce((sum, { value }) => sum + value, 0);
}
