import { GatewayError } from '../errors.ts';
import type { UpstreamFailure } from '../upstream/upstream-failure.ts';
import type { Candidate } from './candidates.ts';
import type { Parts } from './parts.ts';

/**
 * The error that ends a call that nothing served: the failure behind it, or why `next` could not be waited for. It says
 * how long to wait where that helps.
 */
export function endOfCall(
  failure: UpstreamFailure | undefined,
  next: Candidate | undefined,
  nowMs: number,
  { breakers }: Pick<Parts, 'breakers'>,
  attempts: number,
): GatewayError {
  const waitMs = next === undefined || next.readyMs <= nowMs ? undefined : next.readyMs - nowMs;
  if (failure !== undefined) {
    const retryAfterMs = failure.retryAfterMs ?? (failure.rule.again ? waitMs : undefined);
    return failure.kind === 'never-fits'
      ? failure.toGatewayError()
      : failure.toGatewayError(retryAfterMs, messageOf(failure, attempts, retryAfterMs));
  }
  if (next === undefined || waitMs === undefined) {
    return new GatewayError('deadline_exceeded', 'The call did not complete within its deadline.');
  }
  const { name } = next.deployment;
  return breakers.of(name).state === 'closed'
    ? new GatewayError(
        'rate_limit_exceeded',
        `Deployment ${name} is over its rate limit for longer than the call may wait.`,
        {
          retryAfterMs: waitMs,
        },
      )
    : new GatewayError('upstream_unavailable', `Deployment ${name} has been failing, and is left alone for a while.`, {
        retryAfterMs: waitMs,
      });
}

/** One attempt's failure speaks for itself; of several the last is only the last. */
function messageOf({ message, rule }: UpstreamFailure, attempts: number, retryAfterMs: number | undefined): string {
  if (!rule.again || attempts < 2) {
    return message;
  }
  const wait = retryAfterMs === undefined ? '' : ` Try again in ${Math.ceil(retryAfterMs / 1000)} s.`;
  return `No deployment could serve in ${attempts} attempts. The last: ${message}${wait}`;
}
