import type { Caller, Config } from '../config/config.ts';
import { GatewayError } from '../errors.ts';
import type { Authorised } from './authorise.ts';

/** Who made a call that was put off: what was kept of what proved it. */
export type RecordedCaller = {
  readonly caller: string;
  readonly keyId: string;
  /** Whether that was a key of the gateway file, which may have been taken out of it since. */
  readonly isByGatewayKey: boolean;
};

/** What of the gateway file says who callers are. */
type KnownCallers = Pick<Config, 'callers' | 'entra' | 'functionKeyCaller'>;

/**
 * The caller of a call that was put off, as the gateway file has it now. Throws `invalid_api_key` when the caller is not
 * there any more, or not to be proven any more by what it called with: whoever was locked out gets no work done that
 * still waits. Of a token no more is known than its application, so that one rule fewer among several is not noticed.
 */
export function recallCaller(who: RecordedCaller, config: KnownCallers): Authorised {
  const caller = config.callers.find(({ name }) => name === who.caller);
  if (caller === undefined || !isStillProven(who, caller, config)) {
    throw new GatewayError('invalid_api_key', 'The caller, or what it called with, is not known here any more.');
  }
  return { caller, keyId: who.keyId };
}

function isStillProven(
  { keyId, isByGatewayKey }: RecordedCaller,
  { name, keys, entra = [] }: Caller,
  config: KnownCallers,
): boolean {
  if (isByGatewayKey) {
    return keys.some(({ id }) => id === keyId);
  }
  return keyId === 'function-key' ? config.functionKeyCaller === name : config.entra !== undefined && entra.length > 0;
}
