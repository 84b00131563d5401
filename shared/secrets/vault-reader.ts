import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayError } from '../errors.ts';
import { SecretValue } from '../secret-value.ts';
import type { RefreshingSecret } from './refreshing-secret.ts';
import { retryAfterMs, statusOf, vaultFailure } from './secret-failure.ts';
import { withTimeLimit } from './time-limit.ts';

/** Reads the newest version of a secret. Throws `GatewayError('secret_unavailable')` saying what to mend. */
export type ReadSecret = (name: string) => Promise<SecretValue>;

type VaultReaderOptions = {
  readonly keyVaultUrl: string;
  /** The kept token of the identity that reads the vault, by scope. */
  readonly tokenFor: (scope: string) => RefreshingSecret;
  readonly readTimeLimitMs: number;
};

/**
 * Reads secrets through `@azure/keyvault-secrets`, which is loaded at the first read and not before.
 *
 * One client per vault: it learns the vault's challenge once, later reads are one round trip. A vault on plain HTTP is
 * a simulated one on this machine, which no `vault.azure.net` challenge can match.
 */
export function createVaultReader({ keyVaultUrl, tokenFor, readTimeLimitMs }: VaultReaderOptions): ReadSecret {
  let opening: Promise<VaultClient> | undefined;

  async function readOnce(name: string, signal: AbortSignal): Promise<SecretValue> {
    opening ??= openVault(keyVaultUrl, tokenFor);
    const { value } = await (await opening).getSecret(name, { abortSignal: signal });
    if (value === undefined || value === '')
      throw new GatewayError(
        'secret_unavailable',
        `Key Vault secret "${name}" has no value: set a version that has one.`,
      );
    return new SecretValue(value);
  }

  return async (name) => {
    try {
      return await withTimeLimit(readTimeLimitMs, async (signal) => {
        try {
          return await readOnce(name, signal);
        } catch (error) {
          const waitMs = retryWaitMs(error);
          if (waitMs === undefined || signal.aborted) throw error;
          await sleep(waitMs, undefined, { ref: false, signal });
          return readOnce(name, signal);
        }
      });
    } catch (error) {
      throw vaultFailure(name, error);
    }
  };
}

type VaultClient = {
  getSecret(name: string, options: { abortSignal: AbortSignal }): Promise<{ value?: string | undefined }>;
};

async function openVault(keyVaultUrl: string, tokenFor: (scope: string) => RefreshingSecret): Promise<VaultClient> {
  const { SecretClient } = await import('@azure/keyvault-secrets');
  const credential = {
    async getToken(scopes: string | string[]) {
      const scope = typeof scopes === 'string' ? scopes : (scopes[0] ?? '');
      const { value, expiresAt } = await tokenFor(scope).get();
      return { token: value.reveal(), expiresOnTimestamp: expiresAt };
    },
  };
  const local = new URL(keyVaultUrl).protocol === 'http:';
  return new SecretClient(keyVaultUrl, credential, {
    retryOptions: { maxRetries: 0 },
    ...(local ? { allowInsecureConnection: true, disableChallengeResourceVerification: true } : {}),
  });
}

/**
 * The wait before the one retry of a read, or `undefined` when it would not help: the SDK's own retry sleeps as long as
 * a `Retry-After` says, so it is off, and a long throttle is left to the secret's backoff.
 */
function retryWaitMs(error: unknown): number | undefined {
  // No token, or no value: asking the vault again at once cannot mend that.
  if (error instanceof GatewayError) return undefined;
  const status = statusOf(error);
  if (status !== undefined && status !== 408 && status !== 429 && status < 500) return undefined;
  const waitMs = retryAfterMs(error) ?? 200;
  return waitMs <= 1000 ? waitMs : undefined;
}
