import type { Caller, Config } from '../config/config.ts';
import { findCaller } from '../config/gateway-key.ts';
import { GatewayError } from '../errors.ts';

/** What a call brings to prove who makes it, as it came over the connection. */
export type Presented = {
  /** A gateway key or a token. */
  readonly key?: string | undefined;
  /** Functions let the call in because it knows one of the host's keys. */
  readonly hasHostKey?: boolean | undefined;
};

/** Who calls, and the public id of what proves it: what logs and the ledger keep. */
export type Authorised = { readonly caller: Caller; readonly keyId: string };

/**
 * Who calls: the caller that the key proves; without one, on a route that the host keeps by its own keys, the caller
 * that the gateway file names for that. Throws `invalid_api_key`; closed by default.
 */
export function authorise(config: Config, { key, hasHostKey = false }: Presented): Authorised {
  if (key !== undefined) {
    return byGatewayKey(config, key);
  }
  return hasHostKey ? byHostKey(config) : refuseUnproven();
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
