import { describe, expect, it } from 'vitest';
import { AttemptClock } from '../../../shared/resilience/attempt-clock.ts';
import { failureOfBrokenBody, failureOfExpiry } from '../../../shared/upstream/failure-of-broken-body.ts';
import { UpstreamFailure } from '../../../shared/upstream/upstream-failure.ts';

describe('failureOfExpiry', () => {
  it.each([
    ['first-output', 'timed-out', 'Deployment east gave no output in time.'],
    ['idle', 'timed-out', 'Deployment east fell silent in the middle of its answer.'],
    ['attempt', 'timed-out', 'Deployment east took too long to answer.'],
    ['deadline', 'out-of-time', 'The call did not complete within its deadline.'],
    ['caller-gone', 'abandoned', 'The caller hung up.'],
  ] as const)('says of %s that it is %s', (expiry, kind, message) => {
    expect(failureOfExpiry(expiry, 'east')).toMatchObject({ kind, message });
  });

  it('says nothing where no clock rang', () => {
    expect(failureOfExpiry(undefined, 'east')).toBeUndefined();
  });
});

describe('failureOfBrokenBody', () => {
  const limits = { idleMs: 60_000, attemptMs: 60_000, deadlineMs: 60_000 };

  it('blames the clock that ended the body', () => {
    const clock = new AttemptClock(limits, AbortSignal.abort(), Date.now);
    expect(failureOfBrokenBody(new Error('aborted'), 'east', clock)).toMatchObject({ kind: 'abandoned' });
    clock.stop();
  });

  it('blames the upstream where no clock rang', () => {
    const clock = new AttemptClock(limits, new AbortController().signal, Date.now);
    const cause = new Error('other side closed');
    expect(failureOfBrokenBody(cause, 'east', clock)).toMatchObject({ kind: 'malformed', cause });
    clock.stop();
  });

  it('leaves a failure that is known already as it is', () => {
    const clock = new AttemptClock(limits, AbortSignal.abort(), Date.now);
    const failure = new UpstreamFailure('malformed', 'Not JSON.');
    expect(failureOfBrokenBody(failure, 'east', clock)).toBe(failure);
    clock.stop();
  });
});
