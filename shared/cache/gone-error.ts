import { GatewayError } from '../errors.ts';

/** Why a caller whose signal has aborted gets no answer: the reason given, their deadline, or that they hung up. */
export function goneError({ reason }: { readonly reason: unknown }): GatewayError {
  if (reason instanceof GatewayError) {
    return reason;
  }
  return reason instanceof DOMException && reason.name === 'TimeoutError'
    ? new GatewayError('deadline_exceeded', 'The call did not complete within its deadline.')
    : new GatewayError('caller_gone', 'The caller hung up.');
}
