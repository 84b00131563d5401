/**
 * The simulator as a process: `node local/azure/main.ts [--port 7072] [--vault-port 7073] [--identity-port 7074]
 * [--identity-header …] [--oidc-port 7075] [--token-delay-ms 5]`. Says what it simulates and where; ends on SIGINT and SIGTERM.
 */
import { parseArgs } from 'node:util';
import { defaultResources, defaultVaultSecrets } from './default-resources.ts';
import { startSimulator } from './simulator.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '7072' },
    'vault-port': { type: 'string', default: '7073' },
    'identity-port': { type: 'string', default: '7074' },
    'oidc-port': { type: 'string', default: '7075' },
    'identity-header': { type: 'string', default: 'sluice-simulator' },
    'token-delay-ms': { type: 'string', default: '5' },
  },
});

const simulator = await startSimulator({
  port: numberOf('port', values.port),
  vaultPort: numberOf('vault-port', values['vault-port']),
  identityPort: numberOf('identity-port', values['identity-port']),
  tokenDelayMs: numberOf('token-delay-ms', values['token-delay-ms']),
  resources: defaultResources,
  vaultSecrets: defaultVaultSecrets,
  identity: true,
  oidc: true,
  oidcPort: numberOf('oidc-port', values['oidc-port']),
  identityHeader: values['identity-header'],
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

function numberOf(option: string, text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  console.error(`--${option} must be a number, not ${JSON.stringify(text)}.`);
  process.exit(1);
}
