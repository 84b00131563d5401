import { parseArgs } from 'node:util';
import { defaultResources } from './default-resources.ts';
import { startSimulator } from './simulator.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '7072' },
    'vault-port': { type: 'string', default: '7073' },
    'identity-port': { type: 'string', default: '7074' },
    'token-delay-ms': { type: 'string', default: '5' },
  },
});

const simulator = await startSimulator({
  port: numberOf('port', values.port),
  vaultPort: numberOf('vault-port', values['vault-port']),
  identityPort: numberOf('identity-port', values['identity-port']),
  tokenDelayMs: numberOf('token-delay-ms', values['token-delay-ms']),
  resources: defaultResources,
  vaultSecrets: { 'east-key': 'east-key-1', 'east-key-2': 'east-key-2', 'west-key': 'west-key-1', 'west-key-2': 'west-key-2' },
  identity: true,
});

console.log(`Simulating Azure; nothing here leaves this machine.

Azure OpenAI   ${simulator.url}/{resource}/openai/…`);
for (const [name, { deployments, keys }] of Object.entries(defaultResources)) {
  console.log(`  ${name.padEnd(12)} ${simulator.resources[name]?.url}   key ${keys?.[0]}`);
  for (const [deployment, { model }] of Object.entries(deployments)) console.log(`    ${deployment} (${model})`);
}
console.log(`Key Vault      ${simulator.vault?.url}
Identity       ${simulator.identity?.url}   X-IDENTITY-HEADER ${simulator.identity?.header}
Control        ${simulator.url}/_control/{faults,ledger,counts,reset,keys/{resource},vault/secrets/{name}}

Stop with Ctrl+C.`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void simulator.stop());
}

function numberOf(option: string, text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  console.error(`--${option} must be a number, not ${JSON.stringify(text)}.`);
  process.exit(1);
}
