import { describe, expect, it } from 'vitest';
import { endOfCall } from '../../../shared/gateway/end-of-call.ts';
import { Breakers } from '../../../shared/resilience/breakers.ts';
import { UpstreamFailure } from '../../../shared/upstream/upstream-failure.ts';
import { deploymentOf } from '../../setup/deployment.ts';

const nowMs = 1_000_000;
const policy = { samplingMs: 1_000, minimumCalls: 1, failureRatio: 0.5, openMs: 9_000, probeLeaseMs: 1_000 };
const breakers = new Breakers(policy, () => nowMs);
breakers.of('open').admit()?.failed();
const candidate = (name: string, readyMs: number) => ({
  deployment: deploymentOf({ name }),
  tier: 0,
  readyMs,
  failures: 0,
  failure: undefined,
});

describe('endOfCall', () => {
  it('is the failure behind it, with the wait its deployment asked for', () => {
    const failure = new UpstreamFailure('throttled', 'Busy.', { retryAfterMs: 2_000 });
    expect(endOfCall(failure, undefined, nowMs, { breakers }, 1)).toMatchObject({
      code: 'rate_limit_exceeded',
      message: 'Busy.',
      retryAfterMs: 2_000,
    });
  });

  it('says after how many attempts it gave up, and when to try again', () => {
    const end = (kind: 'unavailable' | 'forbidden', retryAfterMs?: number) =>
      endOfCall(
        new UpstreamFailure(kind, 'Deployment east is overloaded.', { retryAfterMs }),
        undefined,
        nowMs,
        { breakers },
        5,
      ).message;
    expect(end('unavailable', 1_000)).toBe(
      'No deployment could serve in 5 attempts. The last: Deployment east is overloaded. Try again in 1 s.',
    );
    expect(end('unavailable')).toMatch(/in 5 attempts\. The last: Deployment east is overloaded\.$/);
    expect(end('forbidden')).toBe('Deployment east is overloaded.');
  });

  it('names the wait for the next deployment where trying again may help', () => {
    const next = candidate('east', nowMs + 700);
    expect(endOfCall(new UpstreamFailure('failed', 'No.'), next, nowMs, { breakers }, 1).retryAfterMs).toBe(700);
    expect(
      endOfCall(new UpstreamFailure('forbidden', 'No.'), next, nowMs, { breakers }, 1).retryAfterMs,
    ).toBeUndefined();
  });

  it('asks nobody to wait for what never fits', () => {
    const failure = new UpstreamFailure('never-fits', 'Too large.', { retryAfterMs: 86_400_000 });
    expect(endOfCall(failure, undefined, nowMs, { breakers }, 1).retryAfterMs).toBeUndefined();
  });

  it('is the deadline where nothing failed and nothing was to be waited for', () => {
    expect(endOfCall(undefined, undefined, nowMs, { breakers }, 1)).toMatchObject({ code: 'deadline_exceeded' });
    expect(endOfCall(undefined, candidate('east', nowMs), nowMs, { breakers }, 1)).toMatchObject({
      code: 'deadline_exceeded',
    });
  });

  it('tells a rate limit from a circuit that is open', () => {
    expect(endOfCall(undefined, candidate('closed', nowMs + 5_000), nowMs, { breakers }, 1)).toMatchObject({
      code: 'rate_limit_exceeded',
      status: 429,
      retryAfterMs: 5_000,
    });
    expect(endOfCall(undefined, candidate('open', nowMs + 9_000), nowMs, { breakers }, 1)).toMatchObject({
      code: 'upstream_unavailable',
      status: 503,
      retryAfterMs: 9_000,
    });
  });
});
