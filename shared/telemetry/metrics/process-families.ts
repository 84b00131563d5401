import type Prometheus from 'prom-client';

/**
 * Registers what Node says of itself and of its process, as the library has it, but for three sorts of series: sums of
 * other families, gauges in the name of counters, and figures of the event loop that are no numbers, or the largest one
 * there is, until it has been measured. CPU time is that of the whole life of the process: the library begins to count
 * when it is asked for the first time.
 */
export function registerProcessFamilies(
  { Counter, collectDefaultMetrics }: typeof Prometheus,
  registry: Prometheus.Registry,
): void {
  collectDefaultMetrics({ register: registry });
  [...misnamed, ...unsetAtFirst, ...Object.keys(cpuFamilies)].forEach((name) => registry.removeSingleMetric(name));
  for (const [name, { help, microseconds }] of Object.entries(cpuFamilies)) {
    new Counter({
      name,
      help,
      registers: [registry],
      collect() {
        this.reset();
        this.inc(microseconds(process.cpuUsage()) / 1e6);
      },
    });
  }
}

const misnamed = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total'];
const unsetAtFirst = ['min', 'mean', 'stddev'].map((figure) => `nodejs_eventloop_lag_${figure}_seconds`);

const cpuFamilies: Readonly<
  Record<string, { readonly help: string; readonly microseconds: (usage: NodeJS.CpuUsage) => number }>
> = {
  process_cpu_user_seconds_total: {
    help: 'User CPU time that the process has spent.',
    microseconds: ({ user }) => user,
  },
  process_cpu_system_seconds_total: {
    help: 'System CPU time that the process has spent.',
    microseconds: ({ system }) => system,
  },
  process_cpu_seconds_total: {
    help: 'User and system CPU time that the process has spent.',
    microseconds: ({ user, system }) => user + system,
  },
};
