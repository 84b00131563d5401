import type { Identity } from './identity.ts';
import { fetchSigningKeys } from './fetch-signing-keys.ts';
import { readPrincipal } from './read-principal.ts';
import { readToken } from './read-token.ts';
import { SigningKeys, type SigningKeysState } from './signing-keys.ts';
import type { TokenSettings } from './token-settings.ts';

/** Reads who calls out of what Entra ID or the platform says of them. All throw `GatewayError`. */
export type IdentityReader = {
  token(token: string): Promise<Identity>;
  principal(header: string): Identity;
  /** Whether the signing keys can be had; reads them where that is due. */
  checkKeys(): Promise<SigningKeysState>;
};

/** A reader for one tenant's tokens. It fetches nothing before the first of them. */
export function createIdentityReader(
  settings: TokenSettings,
  {
    fetch = globalThis.fetch,
    now,
    onFailure,
  }: {
    readonly fetch?: typeof globalThis.fetch | undefined;
    readonly now: () => number;
    /** Told of each failed read of the keys. */
    readonly onFailure: (reason: string, stillServing: boolean) => void;
  },
): IdentityReader {
  const keys = new SigningKeys({
    fetchKeys: () => fetchSigningKeys(settings, fetch, AbortSignal.timeout(readWithinMs)),
    now,
    onFailure,
  });
  return {
    token: (token) => readToken(token, { keys, settings, now }),
    principal: (header) => readPrincipal(header, settings),
    checkKeys: () => keys.check(),
  };
}

const readWithinMs = 5_000;
