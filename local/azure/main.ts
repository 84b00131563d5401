/** `npm run simulator`: the simulator as a process of its own. Says what it simulates and where; ends on SIGINT and SIGTERM. */
import { commandLine } from '../command-line.ts';
import { isFreePort, nextFreePort } from '../free-port.ts';
import { defaultResources, defaultVaultSecrets } from './default-resources.ts';
import { readSimulatorOptions, simulatorUsage } from './simulator-options.ts';
import { startSimulator } from './simulator.ts';

const { ports, identityHeader, tokenDelayMs } = commandLine(simulatorUsage, readSimulatorOptions);
for (const { option, port, what } of ports.all) {
  if (port === 0 || (await isFreePort(port))) continue;
  console.error(`Port ${port}, of ${what}, is taken. A free one: ${option} ${await nextFreePort(port)}`);
  process.exit(1);
}

const simulator = await startSimulator({
  port: ports.main,
  vaultPort: ports.vault,
  identityPort: ports.identity,
  tokenDelayMs,
  resources: defaultResources,
  vaultSecrets: defaultVaultSecrets,
  identity: true,
  oidc: true,
  oidcPort: ports.oidc,
  identityHeader,
}).catch((error: unknown) => {
  console.error(`The simulator cannot start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});

console.log(`Simulating Azure; nothing here leaves this machine.

Azure OpenAI   ${simulator.url}/{resource}/openai/…`);
for (const [name, { deployments, keys }] of Object.entries(defaultResources)) {
  console.log(`  ${name.padEnd(12)} ${simulator.resources[name]?.url}   key ${keys?.[0]}`);
  for (const [deployment, { model }] of Object.entries(deployments)) console.log(`    ${deployment} (${model})`);
}
console.log(`Key Vault      ${simulator.vault?.url}
Identity       ${simulator.identity?.url}   X-IDENTITY-HEADER ${simulator.identity?.header}
Entra ID       ${simulator.oidc?.url}   tenant ${simulator.oidc?.tenantId}
Control        ${simulator.url}/_control/{faults,ledger,counts,reset,keys/{resource},vault/secrets/{name},oidc/rotate}

Stop with Ctrl+C.`);

process.once('SIGINT', () => void simulator.stop());
process.once('SIGTERM', () => void simulator.stop());
