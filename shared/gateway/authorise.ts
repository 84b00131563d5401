import type { Caller, Config } from '../config/config.ts';
import { findCaller } from '../config/gateway-key.ts';
import { GatewayError } from '../errors.ts';

/** Who calls: the caller and the public id of the key that proves it. Throws `invalid_api_key`; closed by default. */
export function authorise(config: Config, presentedKey: string | undefined): { caller: Caller; keyId: string } {
  if (presentedKey === undefined) {
    throw new GatewayError(
      'invalid_api_key',
      'No key came with the call. Send a gateway key as Authorization: Bearer, api-key or x-functions-key.',
    );
  }
  const found = findCaller(config.callers, presentedKey);
  if (found === undefined) {
    throw new GatewayError('invalid_api_key', 'The gateway key is not known here. Check it, or ask for a new one.');
  }
  return found;
}
