import type { SimulatedIngestion } from '../../local/azure/ingestion.ts';
import { twoResources, type GatewayFixtureOptions } from './gateway-fixture.ts';
import { startApp, type RunningApp } from './running-app.ts';

/** The built app with its telemetry going to a simulated ingestion endpoint. */
export type TracedApp = RunningApp & {
  readonly ingestion: SimulatedIngestion;
  /** Ends the app as Functions ends it: what telemetry it still holds goes out. */
  terminate(): Promise<void>;
};

/** Starts the built app, tracing. It trusts the endpoint's certificate as a process of Node does: by its environment. */
export async function startTracedApp(options: GatewayFixtureOptions = {}): Promise<TracedApp> {
  const app = await startApp({
    ...options,
    simulator: { ingestion: true, ...(options.simulator ?? twoResources) },
    envOf: (simulator) => ({
      APPLICATIONINSIGHTS_CONNECTION_STRING: simulator.ingestion?.connectionString ?? '',
      NODE_EXTRA_CA_CERTS: simulator.ingestion?.caFile ?? '',
      ...options.envOf?.(simulator),
    }),
  });
  const { ingestion } = app.simulator;
  if (ingestion === undefined) throw new Error('The simulator takes no telemetry.');
  let ended: Promise<void> | undefined;
  const terminate = () => (ended ??= app.host.stop());
  return {
    ...app,
    ingestion,
    terminate,
    async stop() {
      await terminate();
      await app.simulator.stop();
      app.answers.stop();
    },
  };
}
