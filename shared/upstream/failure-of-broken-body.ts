import type { AttemptClock, Expiry } from '../resilience/attempt-clock.ts';
import type { FailureKind } from './failure-table.ts';
import { UpstreamFailure } from './upstream-failure.ts';

/** The failure behind an attempt that a clock ended, or `undefined` when no clock did. */
export function failureOfExpiry(expiry: Expiry | undefined, deployment: string): UpstreamFailure | undefined {
  if (expiry === undefined) {
    return undefined;
  }
  const [kind, message] = expiries[expiry];
  return new UpstreamFailure(kind, message.replace('{deployment}', deployment));
}

/** The failure behind a body that broke off while it was read: a clock that rang, or a connection that went away. */
export function failureOfBrokenBody(error: unknown, deployment: string, clock: AttemptClock): UpstreamFailure {
  if (error instanceof UpstreamFailure) {
    return error;
  }
  return (
    failureOfExpiry(clock.expiry, deployment) ??
    new UpstreamFailure('malformed', `Deployment ${deployment} broke off its answer.`, { cause: error })
  );
}

const expiries: Record<Expiry, readonly [FailureKind, string]> = {
  'first-output': ['timed-out', 'Deployment {deployment} gave no output in time.'],
  idle: ['timed-out', 'Deployment {deployment} fell silent in the middle of its answer.'],
  attempt: ['timed-out', 'Deployment {deployment} took too long to answer.'],
  deadline: ['out-of-time', 'The call did not complete within its deadline.'],
  'caller-gone': ['abandoned', 'The caller hung up.'],
};
