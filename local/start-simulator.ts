/**
 * The simulator as a process of its own beside the gateway. Arguments: its port, and the vault's or nothing. It says to
 * its parent where it listens or why it cannot, and ends with it.
 */
import { defaultResources, defaultVaultSecrets } from './azure/default-resources.ts';
import { startSimulator, type Simulator } from './azure/simulator.ts';

const [port, vaultPort] = process.argv.slice(2).map(Number);

process.on('disconnect', () => process.exit(0));
// Ctrl-C, and often SIGTERM, reach the whole process group; the gateway may still need this one to finish what it is doing.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {});

const simulator = await startSimulator({
  port: port ?? 0,
  resources: defaultResources,
  identity: true,
  ...(vaultPort === undefined ? {} : { vaultPort, vaultSecrets: defaultVaultSecrets }),
}).catch((error: unknown) => ({ mistake: failureOf(error) }));
if ('mistake' in simulator) process.send?.(simulator, () => process.exit(1));
else process.send?.(whereabouts(simulator));

function failureOf(error: unknown) {
  if (!(error instanceof Error)) return { message: String(error) };
  return { message: error.message, code: 'code' in error ? error.code : undefined };
}

function whereabouts(simulator: Simulator) {
  return {
    url: simulator.url,
    vaultUrl: simulator.vault?.url,
    identity: { endpoint: simulator.identity?.url, header: simulator.identity?.header },
  };
}
