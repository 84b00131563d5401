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
): GatewayError {
  const waitMs = next === undefined || next.readyMs <= nowMs ? undefined : next.readyMs - nowMs;
  if (failure !== undefined) {
    const retryAfterMs = failure.retryAfterMs ?? (failure.rule.again ? waitMs : undefined);
    return failure.toGatewayError(failure.kind === 'never-fits' ? undefined : retryAfterMs);
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
