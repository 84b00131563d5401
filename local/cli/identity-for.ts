import type { Config } from '../../shared/config/config.ts';
import { isLoopback } from '../../shared/config/endpoint.ts';
import type { Environment } from '../../shared/config/environment.ts';
import type { createCredentialSources } from '../../shared/secrets/credential-sources.ts';
import { issueSimulatedToken } from '../azure/simulated-token.ts';

/**
 * Who the CLI is for Azure: what the app would be, or whoever is signed in on this machine. For a configuration that
 * reaches only this machine it is nobody: the simulator takes a token made on the spot.
 */
export function identityFor(
  { settings, deployments }: Pick<Config, 'settings' | 'deployments'>,
  env: Environment,
): Pick<SourcesOptions, 'clientId' | 'signIn' | 'requestToken'> {
  const vault = settings.keyVaultUrl === undefined ? [] : [settings.keyVaultUrl];
  const addresses = [...deployments.map(({ endpoint }) => endpoint), ...vault];
  if (addresses.every((address) => isLoopback(new URL(address).hostname))) {
    return { requestToken: (scope) => Promise.resolve(simulatedToken(scope)) };
  }
  // Functions offers its identity at this endpoint; a laptop has none.
  const signIn = env['IDENTITY_ENDPOINT'] === undefined ? 'developer' : 'managed-identity';
  return { signIn, clientId: env['AZURE_CLIENT_ID'] };
}

type SourcesOptions = Parameters<typeof createCredentialSources>[0];

function simulatedToken(scope: string) {
  const expiresOnTimestamp = Date.now() + 3_600_000;
  const claims = { aud: scope.replace(/\/\.default$/, ''), exp: Math.floor(expiresOnTimestamp / 1000), oid: 'cli' };
  return { token: issueSimulatedToken(claims), expiresOnTimestamp };
}
