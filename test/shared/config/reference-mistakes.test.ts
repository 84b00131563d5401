import { expect, it } from 'vitest';
import { referenceMistakes } from '../../../shared/config/reference-mistakes.ts';
import { gatewayFile } from '../../fixtures/gateway-file.ts';

const vault = { SLUICE_KEY_VAULT_URL: 'https://vault.example' };
const withCredential = (credential: unknown) => gatewayFile({ upstreams: { east: { credential }, west: {} } });

it('finds nothing in a file whose names all lead somewhere', () => {
  expect(referenceMistakes(gatewayFile(), vault)).toEqual([]);
});

it('finds the lists that must not be empty', () => {
  expect(referenceMistakes({ upstreams: {}, models: {}, callers: {} }, {})).toEqual([
    { path: 'upstreams', message: 'expected at least one of the upstreams', seen: 'none' },
    { path: 'models', message: 'expected at least one of the models', seen: 'none' },
    { path: 'callers', message: 'expected at least one of the callers', seen: 'none' },
  ]);
});

it('finds a deployment on an upstream that there is not', () => {
  const file = gatewayFile({ models: { 'gpt-4o': { deployments: [{ upstream: 'north', deployment: 'd' }] } } });
  expect(referenceMistakes(file, vault)).toEqual([
    {
      path: 'models.gpt-4o.deployments[0].upstream',
      message: 'expected one of the upstreams east, west',
      seen: '"north"',
    },
  ]);
  expect(referenceMistakes({ models: file.models }, vault)[0]?.message).toBe('expected a name from `upstreams`');
});

it('finds a caller limited to a model that there is not', () => {
  const file = gatewayFile({ callers: { a: { models: ['gpt-4o', 'gpt-9', 7] } } });
  expect(referenceMistakes(file, vault)).toEqual([
    { path: 'callers.a.models[1]', message: 'expected one of the models gpt-4o, embed', seen: '"gpt-9"' },
  ]);
});

it('finds a vault secret without a vault', () => {
  expect(referenceMistakes(gatewayFile(), { SLUICE_KEY_VAULT_URL: '' })).toEqual([
    {
      path: 'SLUICE_KEY_VAULT_URL',
      message: "expected the vault's address, for upstreams.east.credential names a vault secret",
      seen: 'nothing',
    },
  ]);
});

it('finds a credential setting that is missing or unresolved', () => {
  const file = withCredential({ setting: 'EAST_KEY' });
  const path = 'upstreams.east.credential.setting';
  expect(referenceMistakes(file, {})).toEqual([{ path, message: 'expected the app setting EAST_KEY to be set' }]);
  expect(referenceMistakes(file, { EAST_KEY: '@Microsoft.KeyVault(SecretUri=x)' })).toEqual([
    {
      path,
      message:
        "expected the app setting EAST_KEY to be resolved, but it still holds a Key Vault reference: let the app's identity read that secret, then restart the app",
    },
  ]);
  expect(referenceMistakes(file, { EAST_KEY: 'k' })).toEqual([]);
});

it('does not repeat a key that was put where the name of its setting belongs', () => {
  const pasted = '0123456789abcdef0123456789abcdef';
  const [mistake] = referenceMistakes(withCredential({ setting: pasted }), {});
  expect(mistake?.message).toMatch(/looks like a value/);
  expect(JSON.stringify(mistake)).not.toContain(pasted);
});

it('makes nothing of a file in any other form', () => {
  for (const tree of [undefined, 5, { upstreams: 'x', models: 7 }]) expect(referenceMistakes(tree, {})).toEqual([]);
});
