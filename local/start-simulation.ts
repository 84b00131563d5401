import type { StartSettings } from './start-settings.ts';

/** What has to be simulated for a gateway, and where. */
export type SimulationPlan = {
  readonly port: number;
  /** Absent when the vault is a real one, or none is set. */
  readonly vaultPort: number | undefined;
  /** App settings that must differ from the file's, because a port does. */
  readonly overrides: Readonly<Record<string, string>>;
};

/**
 * What to simulate: something only if an upstream of the gateway file is the simulator (`%SLUICE_SIMULATOR_URL%`), and
 * the vault only if its address is one of this machine. With real endpoints there is nothing to do (`undefined`).
 */
export function planSimulation(settings: StartSettings, askedPort: number | undefined): SimulationPlan | undefined {
  const simulator = loopbackUrl(settings.values['SLUICE_SIMULATOR_URL']);
  if (simulator === undefined || settings.gatewayText?.includes('%SLUICE_SIMULATOR_URL%') !== true) return undefined;
  const vault = loopbackUrl(settings.values['SLUICE_KEY_VAULT_URL']);
  if (askedPort === undefined) {
    return { port: portOf(simulator), vaultPort: vault === undefined ? undefined : portOf(vault), overrides: {} };
  }
  const vaultPort = vault === undefined ? undefined : askedPort + 1;
  return {
    port: askedPort,
    vaultPort,
    overrides: {
      SLUICE_SIMULATOR_URL: `http://127.0.0.1:${askedPort}`,
      ...(vaultPort === undefined ? {} : { SLUICE_KEY_VAULT_URL: `http://127.0.0.1:${vaultPort}` }),
    },
  };
}

/** An address of this machine, as the simulator may have one; `undefined` for any other. */
export function loopbackUrl(text: string | undefined): URL | undefined {
  const url = URL.parse(text ?? '');
  return url?.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(url.hostname) ? url : undefined;
}

function portOf(url: URL): number {
  return url.port === '' ? 80 : Number(url.port);
}
