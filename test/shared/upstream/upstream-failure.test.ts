import { describe, expect, it } from 'vitest';
import { UpstreamFailure } from '../../../shared/upstream/upstream-failure.ts';

describe('UpstreamFailure', () => {
  it('becomes the error of its kind, with all that the caller may know', () => {
    const innererror = { code: 'ResponsibleAIPolicyViolation' };
    const failure = new UpstreamFailure('refused', 'No such value.', {
      status: 400,
      param: 'temperature',
      wireCode: 'unsupported_value',
      innererror,
      retryAfterMs: 9,
      upstreamRequestId: 'apim-1',
    });
    const error = failure.toGatewayError();
    expect(error.status).toBe(400);
    expect(error.toBody()).toEqual({
      error: {
        message: 'No such value.',
        type: 'invalid_request_error',
        param: 'temperature',
        code: 'unsupported_value',
        innererror,
      },
    });
    expect(error.cause).toBe(failure);
    expect(error.retryAfterMs).toBeUndefined();
    expect(failure).toMatchObject({ kind: 'refused', status: 400, param: 'temperature', upstreamRequestId: 'apim-1' });
  });

  it('asks the caller to wait only where it is told to', () => {
    expect(new UpstreamFailure('throttled', 'Busy.', { retryAfterMs: 7 }).toGatewayError(1500).retryAfterMs).toBe(1500);
  });

  it('keeps the error it came of', () => {
    const cause = new Error('ECONNRESET');
    expect(new UpstreamFailure('unreachable', 'Gone.', { cause }).cause).toBe(cause);
    expect('cause' in new UpstreamFailure('unreachable', 'Gone.')).toBe(false);
  });

  it('knows the rule of its kind', () => {
    expect(new UpstreamFailure('throttled', 'Busy.').rule).toMatchObject({
      code: 'rate_limit_exceeded',
      elsewhere: true,
    });
  });
});
