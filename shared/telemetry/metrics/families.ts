import type Prometheus from 'prom-client';
import { prometheus } from '../names.ts';
import { createAttemptFamilies, type AttemptFamilies } from './attempt-families.ts';
import { createCallFamilies, type CallFamilies } from './call-families.ts';
import { createClosedLabels, type ConfiguredNames } from './closed-labels.ts';
import { createInstanceFamilies } from './instance-families.ts';
import type { InstanceFigures } from './instance-figures.ts';
import { createRequestFamilies, type RequestFamilies } from './request-families.ts';

/** Every family of `/metrics`, ready to count. */
export type Families = Omit<CallFamilies, 'showCosts'> &
  AttemptFamilies &
  RequestFamilies & {
    /** All of it in Prometheus' text format, beside how the instance and its process stand now. */
    text(figures: InstanceFigures): Promise<string>;
  };

/** Makes the families in a registry of their own. Node's and the process's figures begin with the first scrape. */
export function createFamilies(
  client: typeof Prometheus,
  names: ConfiguredNames & { readonly deployments: readonly string[] },
  version: string,
): Families {
  const registry = new client.Registry();
  const closed = createClosedLabels(names);
  new client.Gauge({
    name: prometheus.buildInfo,
    help: 'What runs. Every figure is of this instance alone.',
    labelNames: ['version', 'node'],
    registers: [registry],
  }).set({ version, node: process.version }, 1);
  const calls = createCallFamilies(client, registry, closed);
  const attempts = createAttemptFamilies(client, registry, closed, names.deployments);
  const requests = createRequestFamilies(client, registry, closed);
  const show = createInstanceFamilies(client, registry);
  let hasProcess = false;
  return {
    ...calls,
    ...attempts,
    ...requests,
    text(figures) {
      if (!hasProcess) {
        // Here, because it measures the event loop a hundred times a second from now on: nothing for who never scrapes.
        client.collectDefaultMetrics({ register: registry });
        misnamed.forEach((name) => registry.removeSingleMetric(name));
        hasProcess = true;
      }
      show(figures);
      calls.showCosts();
      return registry.metrics();
    },
  };
}

/** Sums of other families, and gauges in the name of counters. */
const misnamed = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];
