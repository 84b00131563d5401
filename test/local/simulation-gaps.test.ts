import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { simulationGaps } from '../../local/simulation-gaps.ts';

const simulatedVault = { vaultPort: 7073 };
const values = { SLUICE_KEY_VAULT_URL: 'http://127.0.0.1:7073' };

function fileWith({
  endpoint = '%SLUICE_SIMULATOR_URL%/east',
  deployment = 'gpt-4o-prod',
  secret = 'east-openai-key',
}) {
  return JSON.stringify({
    upstreams: {
      mine: { endpoint, credential: { keyVaultSecret: secret, secondKeyVaultSecret: 'east-openai-key-2' } },
    },
    models: {
      a: { deployments: [{ upstream: 'mine', deployment }] },
      b: { deployments: [{ upstream: 'mine', deployment }] },
    },
  });
}

it('finds none in the gateway file that comes with the simulator', () => {
  const gatewayText = readFileSync('local/gateway.json', 'utf8');
  expect(simulationGaps({ gatewayText, values }, simulatedVault)).toEqual([]);
});

it.each([
  [
    'a deployment',
    { deployment: 'gpt-4.1' },
    'The simulator has no deployment gpt-4.1 of east; east has gpt-4o-prod, text-embedding-3-small, gpt-5-mini.',
  ],
  [
    'a resource',
    { endpoint: '%SLUICE_SIMULATOR_URL%/north' },
    'The simulator has no resource north of upstream mine; it has east, west, openai, anthropic.',
  ],
  [
    'a secret',
    { secret: 'my-key' },
    expect.stringMatching(
      /^The simulator has no vault secret my-key; the vault has east-openai-key, east-openai-key-2, /,
    ),
  ],
])('names %s that the simulator lacks once, and what there is', (_what, lacking, line) => {
  expect(simulationGaps({ gatewayText: fileWith(lacking), values }, simulatedVault)).toEqual([line]);
});

it('has nothing to say of deployments that ask for a fault, of a real vault or of real endpoints', () => {
  const fault = fileWith({ deployment: 'fault-status-503' });
  expect(simulationGaps({ gatewayText: fault, values }, simulatedVault)).toEqual([]);
  expect(simulationGaps({ gatewayText: fileWith({ secret: 'my-key' }), values }, { vaultPort: undefined })).toEqual([]);
  const mixed = fileWith({ endpoint: 'https://mine.openai.azure.com', deployment: 'gpt-4.1' });
  expect(simulationGaps({ gatewayText: mixed, values }, simulatedVault)).toEqual([]);
});

it('says that the simulated vault is not there for real endpoints, and what to set', () => {
  const gatewayText = fileWith({ endpoint: 'https://mine.openai.azure.com' });
  expect(simulationGaps({ gatewayText, values }, undefined).join(' ')).toMatch(
    /SLUICE_KEY_VAULT_URL is http:\/\/127\.0\.0\.1:7073, .* Set it in local\.settings\.json to your own/,
  );
  const own = { SLUICE_KEY_VAULT_URL: 'https://mine.vault.azure.net' };
  expect(simulationGaps({ gatewayText, values: own }, undefined)).toEqual([]);
  expect(simulationGaps({ gatewayText: '{}', values }, undefined)).toEqual([]);
});

it('leaves a gateway file that cannot be read to the app', () => {
  expect(simulationGaps({ gatewayText: undefined, values }, undefined)).toEqual([]);
  expect(simulationGaps({ gatewayText: '{,', values }, simulatedVault)).toEqual([]);
});
