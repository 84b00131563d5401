import { expect, it } from 'vitest';
import { identityFor } from '../../../local/cli/identity-for.ts';
import { verifySimulatedToken } from '../../../local/azure/simulated-token.ts';
import { loadConfig } from '../../../shared/config/load-config.ts';
import { gatewayFile, gatewaySettings } from '../../fixtures/gateway-file.ts';

function configAt(endpoint: string, vault?: string) {
  const credential = { managedIdentity: true };
  const upstreams = { east: { endpoint, credential }, west: { endpoint, credential } };
  const env = gatewaySettings(gatewayFile({ upstreams }), { SLUICE_KEY_VAULT_URL: vault });
  return loadConfig({ env, readFile: () => '' });
}

it('is nobody for a gateway that reaches only this machine', async () => {
  const { requestToken } = identityFor(configAt('http://127.0.0.1:7072/east', 'http://localhost:7073'), {});
  const token = await requestToken?.('https://ai.azure.com/.default', undefined);
  expect(verifySimulatedToken(token?.token ?? '')).toEqual({ audience: 'https://ai.azure.com' });
});

it.each([[configAt('https://east.example')], [configAt('http://127.0.0.1:7072/east', 'https://v.vault.azure.net')]])(
  'is whoever is signed in, or the app itself, for any other',
  (config) => {
    expect(identityFor(config, {})).toEqual({ signIn: 'developer', clientId: undefined });
    expect(identityFor(config, { IDENTITY_ENDPOINT: 'http://i', AZURE_CLIENT_ID: 'me' })).toEqual({
      signIn: 'managed-identity',
      clientId: 'me',
    });
  },
);
