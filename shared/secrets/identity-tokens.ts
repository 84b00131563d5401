import { SecretValue } from '../secret-value.ts';
import type { IdentityToken, RequestToken } from './identity-credential.ts';
import { createRefreshingSecret } from './refreshing-secret.ts';
import type { Reading, RefreshingSecret } from './refreshing-secret.ts';
import { tokenFailure } from './secret-failure.ts';
import type { SecretsLog } from './secrets-log.ts';
import { withTimeLimit } from './time-limit.ts';

type IdentityTokensOptions = {
  readonly requestToken: RequestToken;
  readonly readTimeLimitMs: number;
  readonly now: () => number;
  readonly random: () => number;
  readonly log?: SecretsLog | undefined;
};

/** Gives the one kept token of an identity and scope, whoever asks. */
export type IdentityTokens = (scope: string, clientId: string | undefined) => RefreshingSecret;

/**
 * Keeps one token per identity and scope: requested once however many calls wait, again in the background when the
 * credential advises (else five minutes before its end), and used to its end while the identity endpoint fails.
 */
export function createIdentityTokens(options: IdentityTokensOptions): IdentityTokens {
  const { requestToken, readTimeLimitMs, now, random, log } = options;
  const tokens = new Map<string, RefreshingSecret>();

  async function read(scope: string, clientId: string | undefined): Promise<Reading> {
    try {
      return await withTimeLimit(readTimeLimitMs, async () => {
        const token = await requestToken(scope, clientId);
        // When a token is due for its refresh, MSAL requests the new one but still answers with the old: ask again.
        const isOld = token.refreshAfterTimestamp !== undefined && token.refreshAfterTimestamp <= now();
        return readingOf(isOld ? await requestToken(scope, clientId) : token, now(), random());
      });
    } catch (error) {
      throw tokenFailure(scope, error);
    }
  }

  return (scope, clientId) => {
    const identity = `${clientId ?? ''} ${scope}`;
    let token = tokens.get(identity);
    if (token === undefined) {
      token = createRefreshingSecret({
        read: () => read(scope, clientId),
        now,
        random,
        onFailure: (error, retryInMs, stillServing) =>
          log?.warn('identity-token-failed', { scope, clientId, error, retryInMs, stillServing }),
      });
      tokens.set(identity, token);
    }
    return token;
  };
}

const renewalMs = 5 * 60_000;
const spreadMs = 60_000;
const clockSkewMs = 10_000;

/**
 * A token's life. MSAL gives the same token out until five minutes before its end unless it advises a refresh, so
 * asking earlier would be in vain; a token too short for that is renewed at half its life.
 */
function readingOf(token: IdentityToken, now: number, random: number): Reading {
  const expiresAt = token.expiresOnTimestamp - clockSkewMs;
  const halfLife = now + Math.max(0, expiresAt - now) / 2;
  const advised = token.refreshAfterTimestamp ?? token.expiresOnTimestamp - renewalMs;
  const refreshAt = Math.min(Math.max(advised + random * spreadMs, halfLife), expiresAt);
  return { value: new SecretValue(token.token), refreshAt, expiresAt };
}
