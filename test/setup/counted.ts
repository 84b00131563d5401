import type { Parts } from '../../shared/gateway/parts.ts';
import { readFigures } from '../../shared/gateway/read-figures.ts';
import { sumOf } from './parse-prometheus.ts';

/** What the metrics of a gateway's parts have counted under this name, of the series with these labels. */
export async function counted(parts: Parts, name: string, labels: Readonly<Record<string, string>> = {}) {
  return sumOf(await parts.metrics.text({ ...readFigures(parts, undefined), requestsInFlight: 0 }), name, labels);
}
