import type Prometheus from 'prom-client';
import { prometheus } from '../names.ts';
import { createAttemptFamilies, type AttemptFamilies } from './attempt-families.ts';
import { createCallFamilies, type CallFamilies } from './call-families.ts';
import { createClosedLabels, type ConfiguredNames } from './closed-labels.ts';
import { createInstanceFamilies } from './instance-families.ts';
import type { InstanceFigures } from './instance-figures.ts';
import { registerProcessFamilies } from './process-families.ts';
import { createRequestFamilies, type RequestFamilies } from './request-families.ts';

/** Every family of `/metrics`, ready to count. */
export type Families = Omit<CallFamilies, 'showCosts'> &
  AttemptFamilies &
  RequestFamilies & {
    /** All of it in Prometheus' text format, beside how the instance and its process stand now. */
    text(figures: InstanceFigures): Promise<string>;
  };

/** What counts: the app's version, and a name that no other process has. */
export type Build = { readonly version: string; readonly replica: string };

/**
 * Makes the families in a registry of their own. Node's and the process's figures begin with the first scrape. Every
 * series says by `replica` which process counted it: behind one address a scrape meets now this instance, now another,
 * and what is one series there would rise and fall as no counter does.
 */
export function createFamilies(
  client: typeof Prometheus,
  names: ConfiguredNames & { readonly deployments: readonly string[] },
  { version, replica }: Build,
): Families {
  const registry = new client.Registry();
  registry.setDefaultLabels({ replica });
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
        registerProcessFamilies(client, registry);
        hasProcess = true;
      }
      show(figures);
      calls.showCosts();
      return registry.metrics();
    },
  };
}
