/**
 * `npm run trace`: one call that a deployment fails, another refuses, and the first then serves, with the tree of spans
 * that a simulated Application Insights received of it. Nothing leaves this machine.
 */
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createGatewayKey } from '../shared/config/gateway-key.ts';
import { startSimulator } from './azure/simulator.ts';
import { commandLine } from './command-line.ts';
import { build, buildSummary } from './build.ts';
import { startHost } from './host/start-host.ts';
import { traceTree } from './trace-tree.ts';

const usage = `npm run trace

  Shows the spans of one call that fails, is throttled, and is then served.
  --help`;

commandLine(usage, (args) => parseArgs({ args }));
const root = fileURLToPath(new URL('..', import.meta.url));
console.log(buildSummary(await build(root)));

const models = { chat: { model: 'gpt-4o' } };
const simulator = await startSimulator({
  resources: {
    east: { keys: ['e'.repeat(32), 'f'.repeat(32)], deployments: models },
    west: { keys: ['w'.repeat(32), 'v'.repeat(32)], deployments: models },
  },
  vaultSecrets: { 'east-key': 'e'.repeat(32), 'west-key': 'w'.repeat(32) },
  identity: true,
  ingestion: true,
});
const { ingestion, vault, identity } = simulator;
const { key, id, sha256 } = createGatewayKey(randomBytes);
const host = await startHost({
  appRoot: root,
  quiet: true,
  env: {
    APPLICATIONINSIGHTS_CONNECTION_STRING: ingestion?.connectionString ?? '',
    NODE_EXTRA_CA_CERTS: ingestion?.caFile ?? '',
    SLUICE_KEY_VAULT_URL: vault?.url ?? '',
    IDENTITY_ENDPOINT: identity?.url ?? '',
    IDENTITY_HEADER: identity?.header ?? '',
    SLUICE_GATEWAY_JSON: JSON.stringify({
      upstreams: {
        east: { endpoint: simulator.resources['east']?.url, credential: { keyVaultSecret: 'east-key' } },
        west: { endpoint: simulator.resources['west']?.url, credential: { keyVaultSecret: 'west-key' } },
      },
      models: {
        'gpt-4o': {
          deployments: [
            { name: 'east', upstream: 'east', deployment: 'chat', priority: 1 },
            { name: 'west', upstream: 'west', deployment: 'chat', priority: 2 },
          ],
        },
      },
      callers: { demo: { keys: [{ id, sha256 }] } },
    }),
  },
});

simulator.inject({ resource: 'east', times: 1, fault: { kind: 'status', status: 500 } });
simulator.inject({ resource: 'west', fault: { kind: 'status', status: 429, retryAfterMs: 60_000 } });
const answer = await fetch(`${host.url}/v1/chat/completions`, {
  method: 'POST',
  headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'x-request-id': 'trace-demo' },
  body: JSON.stringify({
    model: 'gpt-4o',
    stream: true,
    max_tokens: 40,
    messages: [{ role: 'user', content: 'Why is the sky blue?' }],
  }),
});
await answer.text();
console.log(`The caller was answered ${answer.status} after ${answer.headers.get('x-sluice-attempts')} attempts.`);
console.log('Application Insights received, over https:\n');
await ingestion?.waitFor((all) => all.some(({ data }) => data.baseType === 'RequestData'));
console.log(traceTree(ingestion?.envelopes() ?? []));

await host.stop();
await simulator.stop();
