import { GatewayError } from '../errors.ts';
import type { SecretValue } from '../secret-value.ts';
import type { CredentialReference } from './credential.ts';
import type { ObservedCredentialSource } from './credential-status.ts';
import { createTokenRequest } from './identity-credential.ts';
import type { RequestToken, SignIn } from './identity-credential.ts';
import { createIdentityTokens } from './identity-tokens.ts';
import { createKeyVaultSource } from './key-vault-source.ts';
import { createManagedIdentitySource } from './managed-identity-source.ts';
import { createRefreshingSecret } from './refreshing-secret.ts';
import type { RefreshingSecret } from './refreshing-secret.ts';
import type { SecretsLog } from './secrets-log.ts';
import { createSettingSource } from './setting-source.ts';
import { createVaultReader } from './vault-reader.ts';
import type { ReadSecret } from './vault-reader.ts';

type CredentialSourcesOptions = {
  /** The vault that `key-vault` references name secrets of. */
  readonly keyVaultUrl?: string | undefined;
  /** A secret this old is read again in the background at its next use, somewhat earlier by chance. */
  readonly secretTtlMs: number;
  readonly now: () => number;
  readonly random?: () => number;
  readonly logger?: SecretsLog;
  /** The user-assigned identity that reads the vault, and that references without their own `clientId` use. */
  readonly clientId?: string | undefined;
  /** Default: `managed-identity`. */
  readonly signIn?: SignIn;
  /** The most one read of the vault, or one token request, may take. Default: 5,000, for a developer's tools 20,000. */
  readonly readTimeLimitMs?: number;
  /** Stands in for `@azure/identity`. */
  readonly requestToken?: RequestToken;
  /** Stands in for `@azure/keyvault-secrets`. */
  readonly readSecret?: ReadSecret;
  /** Watches each read of the vault. */
  readonly watchSecrets?: ((read: ReadSecret) => ReadSecret) | undefined;
};

/**
 * Makes credentials of references. Each secret and each identity's token is read once however many references and
 * calls share it; nothing is read, and no Azure SDK loaded, before the first `current()`.
 */
export function createCredentialSources(
  options: CredentialSourcesOptions,
): (reference: CredentialReference) => ObservedCredentialSource {
  const {
    keyVaultUrl,
    secretTtlMs,
    now,
    random = Math.random,
    logger,
    clientId,
    signIn = 'managed-identity',
  } = options;
  const readTimeLimitMs = options.readTimeLimitMs ?? (signIn === 'developer' ? 20_000 : 5_000);
  const secrets = new Map<string, RefreshingSecret>();
  const tokens = createIdentityTokens({
    requestToken: options.requestToken ?? createTokenRequest(signIn),
    readTimeLimitMs,
    now,
    random,
    log: logger,
  });
  const { watchSecrets = (read) => read } = options;
  const readSecret = watchSecrets(options.readSecret ?? vaultReader());

  function vaultReader(): ReadSecret {
    if (keyVaultUrl === undefined) return refuseWithoutVault;
    return createVaultReader({ keyVaultUrl, readTimeLimitMs, tokenFor: (scope) => tokens(scope, clientId) });
  }

  function secretNamed(name: string): RefreshingSecret {
    let secret = secrets.get(name);
    if (secret === undefined) {
      secret = createRefreshingSecret({
        async read() {
          const value = await readSecret(name);
          // Instances started together must not all read the vault together an hour later.
          return { value, refreshAt: now() + secretTtlMs * (1 - random() / 10), expiresAt: Infinity };
        },
        now,
        random,
        onFailure: (error, retryInMs, stillServing) =>
          logger?.warn('secret-read-failed', { secretName: name, error, retryInMs, stillServing }),
      });
      secrets.set(name, secret);
    }
    return secret;
  }

  return (reference) => {
    switch (reference.kind) {
      case 'setting':
        return createSettingSource(reference.value);
      case 'managed-identity':
        return createManagedIdentitySource(tokens(reference.scope, reference.clientId ?? clientId));
      case 'key-vault': {
        const { secret, secondSecret } = reference;
        return createKeyVaultSource(
          secretNamed(secret),
          secondSecret === undefined ? undefined : secretNamed(secondSecret),
          now,
        );
      }
    }
  };
}

function refuseWithoutVault(name: string): Promise<SecretValue> {
  const message = `Key Vault secret "${name}" cannot be read: set SLUICE_KEY_VAULT_URL to the vault's URL.`;
  return Promise.reject(new GatewayError('secret_unavailable', message));
}
