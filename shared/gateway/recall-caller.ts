import type { Config } from '../config/config.ts';
import { GatewayError } from '../errors.ts';
import type { Authorised } from './authorise.ts';

/** Who made a call that was put off: what was kept of what proved it. */
export type RecordedCaller = {
  readonly caller: string;
  readonly keyId: string;
  /** Whether that was a key of the gateway file, which may have been taken out of it since. */
  readonly isByGatewayKey: boolean;
};

/**
 * The caller of a call that was put off, as the gateway file has it now. Throws `invalid_api_key` when the caller or its
 * key is not there any more: whoever was locked out gets no work done that still waits.
 */
export function recallCaller(
  { caller: name, keyId, isByGatewayKey }: RecordedCaller,
  { callers }: Pick<Config, 'callers'>,
): Authorised {
  const caller = callers.find((each) => each.name === name);
  if (caller === undefined || (isByGatewayKey && !caller.keys.some(({ id }) => id === keyId))) {
    throw new GatewayError('invalid_api_key', 'The caller, or the key it called with, is not known here any more.');
  }
  return { caller, keyId };
}
