import { describe, expect, it } from 'vitest';
import { anthropicFailureKind } from '../../../../shared/upstream/anthropic/failure-kind.ts';
import { failureOfAnswer } from '../../../../shared/upstream/failure-of-error.ts';

const failureOf = (status: number, type: string, message: string, headers: Record<string, string> = {}) =>
  failureOfAnswer(
    status,
    new Headers({ 'request-id': 'req_7', ...headers }),
    JSON.stringify({ type: 'error', error: { type, message }, request_id: 'req_7' }),
    'claude',
    0,
    anthropicFailureKind,
  );

describe('a refusal of Anthropic', () => {
  it.each([
    [400, 'invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum', 'too-long'],
    [400, 'invalid_request_error', 'input length and `max_tokens` exceed context limit: 1 + 2 > 2', 'too-long'],
    [400, 'invalid_request_error', 'Your credit balance is too low to access the API.', 'forbidden'],
    [400, 'invalid_request_error', 'You have reached your specified API usage limits.', 'forbidden'],
    [400, 'invalid_request_error', 'messages.0: all messages must have content', 'refused'],
    [401, 'authentication_error', 'invalid x-api-key', 'credential-refused'],
    [402, 'billing_error', 'Pay.', 'forbidden'],
    [403, 'permission_error', 'No.', 'forbidden'],
    [404, 'not_found_error', 'model: claude-0', 'deployment-missing'],
    [409, 'conflict_error', 'Busy.', 'conflicting'],
    [413, 'request_too_large', 'Too large.', 'too-large'],
    [422, 'invalid_request_error', 'No.', 'unprocessable'],
    [429, 'rate_limit_error', 'Slow down.', 'throttled'],
    [500, 'api_error', 'Oh.', 'failed'],
    [503, 'api_error', 'Oh.', 'unavailable'],
    [504, 'timeout_error', 'Late.', 'timed-out'],
    [529, 'overloaded_error', 'Overloaded', 'unavailable'],
  ])('with status %i, %s and %j is of the kind %s', (status, type, message, kind) => {
    expect(failureOf(status, type, message)).toMatchObject({ kind, status, upstreamRequestId: 'req_7' });
  });

  it('keeps the wait it asks for', () => {
    expect(failureOf(429, 'rate_limit_error', 'Slow down.', { 'retry-after': '17' }).retryAfterMs).toBe(17_000);
  });

  it('passes on what it says of the request, and nothing it says of the key', () => {
    expect(failureOf(400, 'invalid_request_error', 'messages.0: empty').message).toBe('messages.0: empty');
    expect(failureOf(401, 'authentication_error', 'invalid x-api-key').message).not.toContain('x-api-key');
  });
});
