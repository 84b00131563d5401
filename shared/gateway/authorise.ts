import type { Caller, Config } from '../config/config.ts';
import { findCaller } from '../config/gateway-key.ts';
import { GatewayError } from '../errors.ts';
import type { IdentityReader } from '../identity/identity-reader.ts';
import { looksLikeToken } from '../identity/looks-like-token.ts';
import { callerOfIdentity } from './caller-of-identity.ts';

/** What a call brings to prove who makes it, as it came over the connection. */
export type Presented = {
  /** A gateway key or a token. */
  readonly key?: string | undefined;
  /** What App Service's authentication says of the caller, or what someone says who pretends to be it. */
  readonly principal?: string | undefined;
  /** Functions let the call in because it knows one of the host's keys. */
  readonly hasHostKey?: boolean | undefined;
};

/** Who calls, and the public id of what proves it: what logs and the ledger keep. */
export type Authorised = { readonly caller: Caller; readonly keyId: string };

/** What proves callers besides gateway keys. */
export type Proofs = {
  /** Absent where the gateway file has no `entra`. */
  readonly identity?: IdentityReader | undefined;
  /** Whether the platform authenticates callers, and so vouches for the principal. */
  readonly platformAuthentication: boolean;
};

/**
 * Who calls: the caller that the key or token proves; without one, whom the platform has authenticated; without that, on
 * a route that the host keeps by its own keys, the caller that the gateway file names for it. At once for a gateway key.
 * Throws `invalid_api_key`, `invalid_token`, `caller_not_allowed` or `identity_unavailable`; closed by default.
 */
export function authorise(
  config: Config,
  { key, principal, hasHostKey = false }: Presented,
  { identity, platformAuthentication }: Proofs,
): Authorised | Promise<Authorised> {
  if (key !== undefined) {
    return looksLikeToken(key) ? byToken(config, key, identity) : byGatewayKey(config, key);
  }
  if (principal !== undefined && platformAuthentication && identity !== undefined) {
    return callerOfIdentity(identity.principal(principal), config);
  }
  return hasHostKey ? byHostKey(config) : refuseUnproven();
}

async function byToken(config: Config, token: string, identity: IdentityReader | undefined): Promise<Authorised> {
  if (identity === undefined) {
    throw new GatewayError('invalid_token', 'No tokens are taken here: the gateway file has no `entra`.');
  }
  return callerOfIdentity(await identity.token(token), config);
}

function byGatewayKey(config: Config, key: string): Authorised {
  const found = findCaller(config.callers, key);
  if (found === undefined) {
    throw new GatewayError('invalid_api_key', 'The gateway key is not known here. Check it, or ask for a new one.');
  }
  return found;
}

function byHostKey({ callers, functionKeyCaller }: Config): Authorised {
  const caller = callers.find(({ name }) => name === functionKeyCaller);
  if (caller === undefined) {
    throw new GatewayError(
      'invalid_api_key',
      'The function key is right, but stands for no caller: name one as functionKeyCaller in the gateway file, or send a gateway key as Authorization: Bearer or api-key.',
    );
  }
  return { caller, keyId: 'function-key' };
}

function refuseUnproven(): never {
  throw new GatewayError(
    'invalid_api_key',
    'No key came with the call. Send a gateway key as Authorization: Bearer, api-key or x-functions-key.',
  );
}
