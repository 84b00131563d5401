import { createServer as createTcpServer } from 'node:net';
import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import { describe, expect, it } from 'vitest';
import { azureError, errorVariants, type ErrorVariant } from '../../../local/azure/azure-error.ts';
import { failureOfAnswer, failureOfError, failureOfErrorObject } from '../../../shared/upstream/failure-of-error.ts';
import { PooledFetch } from '../../../shared/upstream/pooled-fetch.ts';
import { UpstreamFailure } from '../../../shared/upstream/upstream-failure.ts';

const nowMs = Date.parse('2026-11-20T12:00:00Z');
const context = {
  deployment: 'gpt-4o-prod',
  model: 'gpt-4o',
  region: 'eastus2',
  apiVersion: 'v1',
  operationId: 'ChatCompletions_Create',
};

function failureOf(status: number, body: unknown, headers: Record<string, string> = {}) {
  return failureOfAnswer(
    status,
    new Headers(headers),
    typeof body === 'string' ? body : JSON.stringify(body),
    'east',
    nowMs,
  );
}

function failureOfVariant(variant: ErrorVariant) {
  const { status, body, headers } = azureError(variant, context);
  return failureOf(status, body, headers);
}

describe('failureOfAnswer', () => {
  const expected: Record<ErrorVariant, readonly [kind: string, status: number, code: string]> = {
    'throttled-old': ['throttled', 429, 'rate_limit_exceeded'],
    'throttled-new': ['throttled', 429, 'rate_limit_exceeded'],
    'throttled-calls': ['throttled', 429, 'rate_limit_exceeded'],
    'throttled-short': ['throttled', 429, 'rate_limit_exceeded'],
    'throttled-86400': ['never-fits', 429, 'rate_limit_exceeded'],
    'throttled-provisioned': ['throttled', 429, 'rate_limit_exceeded'],
    capacity: ['throttled', 429, 'rate_limit_exceeded'],
    'key-401': ['credential-refused', 502, 'upstream_credential_refused'],
    'token-401': ['credential-refused', 502, 'upstream_credential_refused'],
    'rbac-401': ['credential-refused', 502, 'upstream_credential_refused'],
    'firewall-403': ['forbidden', 502, 'upstream_credential_refused'],
    'private-403': ['forbidden', 502, 'upstream_credential_refused'],
    'blocked-403': ['forbidden', 502, 'upstream_credential_refused'],
    'key-disabled-403': ['forbidden', 502, 'upstream_credential_refused'],
    'deployment-404': ['deployment-missing', 502, 'upstream_deployment_missing'],
    'resource-404': ['deployment-missing', 502, 'upstream_deployment_missing'],
    'filter-400': ['filtered', 400, 'content_filter'],
    'length-400': ['too-long', 400, 'context_length_exceeded'],
    'operation-400': ['refused', 400, 'OperationNotSupported'],
    'timeout-408': ['timed-out', 504, 'upstream_timeout'],
    'conflict-409': ['conflicting', 409, 'conflict'],
    'headers-431': ['refused', 400, 'RequestHeaderFieldsTooLarge'],
    'internal-500': ['failed', 502, 'upstream_failed'],
    'unavailable-503': ['unavailable', 503, 'upstream_unavailable'],
  };

  it.each(errorVariants)('knows what Azure means by %s, and what its caller is told', (variant) => {
    const failure = failureOfVariant(variant);
    const answer = failure.toGatewayError();
    expect([failure.kind, answer.status, answer.toBody().error.code]).toEqual(expected[variant]);
  });

  it.each(
    errorVariants.filter((variant) => !['filter-400', 'length-400', 'operation-400', 'headers-431'].includes(variant)),
  )('tells nobody the upstream’s own words of %s', (variant) => {
    const { body } = azureError(variant, context);
    const words = JSON.stringify(body).slice(30, 60);
    expect(JSON.stringify(failureOfVariant(variant).toGatewayError().toBody())).not.toContain(words);
    expect(failureOfVariant(variant).message).toContain('east');
  });

  it.each([
    [499, 'failed', 502],
    [500, 'failed', 502],
    [502, 'failed', 502],
    [504, 'timed-out', 504],
    [529, 'failed', 502],
    [302, 'failed', 502],
    [402, 'refused', 400],
    [413, 'too-large', 413],
    [415, 'unsupported-media', 415],
    [418, 'refused', 400],
    [422, 'unprocessable', 422],
    [429, 'throttled', 429],
  ])('knows %i without a body', (status, kind, answered) => {
    const failure = failureOf(status, '');
    expect([failure.kind, failure.toGatewayError().status, failure.status]).toEqual([kind, answered, status]);
    expect(failure.message).not.toBe('');
  });

  it.each(['<html><title>502 Bad Gateway</title></html>', '{"error":{"message":"half', '[]', 'null', '"x"'])(
    'reads a body of %s without falling over it',
    (text) => {
      expect(failureOf(500, text)).toMatchObject({
        kind: 'failed',
        message: 'Deployment east answered with status 500.',
      });
    },
  );

  it('takes a 404 of a model for a refusal of the request, and a 400 of a deployment for a missing one', () => {
    expect(failureOf(404, { error: { code: 'model_not_found', message: 'No model x.' } })).toMatchObject({
      kind: 'refused',
      message: 'No model x.',
      wireCode: 'model_not_found',
    });
    expect(failureOf(400, { error: { code: 'DeploymentNotFound', message: 'x' } }).kind).toBe('deployment-missing');
  });

  it('passes on which parameter was refused and why, in the upstream’s own code', () => {
    const failure = failureOf(400, {
      error: { message: "Unsupported value: 'temperature'.", param: 'temperature', code: 'unsupported_value' },
    });
    expect(failure.toGatewayError().toBody().error).toEqual({
      message: "Unsupported value: 'temperature'.",
      type: 'invalid_request_error',
      param: 'temperature',
      code: 'unsupported_value',
    });
  });

  it.each(['400', 'a code with spaces', 'x'.repeat(65), '<b>'])('does not pass on a code such as %s', (code) => {
    expect(
      failureOf(400, { error: { message: 'x', code } })
        .toGatewayError()
        .toBody().error.code,
    ).toBe('upstream_refused');
  });

  it('passes on the verdicts of the content filter, under its well-known code', () => {
    const { error } = failureOfVariant('filter-400').toGatewayError().toBody();
    expect(error).toMatchObject({
      code: 'content_filter',
      param: 'prompt',
      innererror: { code: 'ResponsibleAIPolicyViolation' },
    });
  });

  it.each([
    ['milliseconds', { 'retry-after-ms': '1500', 'retry-after': '9' }, 1500],
    ['seconds', { 'retry-after': '9' }, 9000],
    ['a date', { 'retry-after': 'Fri, 20 Nov 2026 12:00:30 GMT' }, 30_000],
  ])('reads the wait from %s', (_what, headers, expectedMs) => {
    expect(failureOf(429, '', headers).retryAfterMs).toBe(expectedMs);
  });

  it('reads the wait from the text of a short throttle, which has no header, and from no other status', () => {
    expect(failureOfVariant('throttled-short').retryAfterMs).toBe(2000);
    expect(failureOf(503, { error: { message: 'Try again in 2 seconds.' } }).retryAfterMs).toBeUndefined();
  });

  it('reads a wait of an hour and more as never', () => {
    expect(failureOf(429, '', { 'retry-after': '3599' }).kind).toBe('throttled');
    expect(failureOf(429, '', { 'retry-after': '3600' }).kind).toBe('never-fits');
  });

  it('keeps the upstream’s id of the request', () => {
    expect(failureOf(500, '', { 'apim-request-id': 'a', 'x-request-id': 'b' }).upstreamRequestId).toBe('a');
    expect(failureOf(500, '', { 'x-request-id': 'b' }).upstreamRequestId).toBe('b');
    expect(failureOf(500, '').upstreamRequestId).toBeUndefined();
  });
});

describe('failureOfErrorObject', () => {
  it.each([
    ['a filter verdict', { code: 'content_filter', message: 'Filtered.', param: 'prompt' }, 'filtered', 'Filtered.'],
    [
      'a filter verdict without words',
      { code: 'content_filter' },
      'filtered',
      'The content filter stopped the answer.',
    ],
    [
      'a numeric throttle',
      { code: '429', message: 'x' },
      'throttled',
      'Deployment east reported an error inside its answer.',
    ],
    [
      'a worded throttle',
      { code: 'rate_limit_exceeded' },
      'throttled',
      'Deployment east reported an error inside its answer.',
    ],
    [
      'anything else',
      { code: 'InternalServerError', message: '10.0.0.1' },
      'failed',
      'Deployment east reported an error inside its answer.',
    ],
    ['a string', 'oops', 'failed', 'Deployment east reported an error inside its answer.'],
  ])('reads %s', (_what, error, kind, message) => {
    expect(failureOfErrorObject(error, 'east')).toMatchObject({ kind, message, status: 200 });
  });
});

describe('failureOfError', () => {
  const noText = () => undefined;
  const of = (error: unknown) => failureOfError(error, 'east', noText, nowMs);
  const caused = (code: string) =>
    new APIConnectionError({
      message: 'x',
      cause: new Error('deep', { cause: Object.assign(new Error(code), { code }) }),
    });

  it('leaves a failure as it is', () => {
    const failure = new UpstreamFailure('malformed', 'x');
    expect(of(failure)).toBe(failure);
  });

  it('reads the answer behind the client’s error, whole where the client dropped it', () => {
    const headers = new Headers();
    const error = APIError.generate(401, undefined, '401 status code (no body)', headers);
    const flat = '{"statusCode":401,"message":"audience is incorrect"}';
    const failure = failureOfError(error, 'east', (of) => (of === headers ? flat : undefined), nowMs);
    expect(failure.kind).toBe('credential-refused');
    expect(failure.message).not.toContain('audience');
    expect(of(error).kind).toBe('credential-refused');
  });

  it.each([
    ['ECONNREFUSED', 'unreachable', 'the connection was refused'],
    ['ECONNRESET', 'unreachable', 'the connection was reset'],
    ['UND_ERR_SOCKET', 'unreachable', 'the connection was closed'],
    ['ENOTFOUND', 'unreachable', 'its host name is unknown'],
    ['EAI_AGAIN', 'unreachable', 'could not be resolved'],
    ['CERT_HAS_EXPIRED', 'unreachable', 'its TLS certificate has expired'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'unreachable', 'not trusted'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'unreachable', 'for another host'],
    ['UND_ERR_CONNECT_TIMEOUT', 'unreachable', 'did not accept a connection in time'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'unreachable', 'it did not speak TLS'],
    ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'malformed', 'did not answer in HTTP'],
    ['SOMETHING_NEW', 'unreachable', 'could not be reached.'],
  ])('knows %s, however deep it lies', (code, kind, words) => {
    const failure = of(caused(code));
    expect(failure.kind).toBe(kind);
    expect(failure.message).toContain(words);
    expect(failure.message).toContain('east');
  });

  it('knows the client’s own time-out', () => {
    expect(of(new APIConnectionTimeoutError()).message).toContain('in time');
  });

  it.each([['a string'], [undefined], [{ code: 'ECONNRESET' }]])(
    'takes %j for a failure to reach the upstream',
    (thrown) => {
      expect(of(thrown)).toMatchObject({ kind: 'unreachable' });
    },
  );

  it('does not run in circles', () => {
    const error = new Error('a');
    error.cause = error;
    expect(of(error).kind).toBe('unreachable');
  });

  it.each([
    ['a server without TLS', (url: string) => url.replace('http:', 'https:'), 'unreachable', /did not speak TLS/],
    ['a server without HTTP', (url: string) => url, 'malformed', /did not answer in HTTP/],
    [
      'a port where nobody listens',
      (url: string) => url.replace(/:\d+\/$/, ':1/'),
      'unreachable',
      /connection was refused/,
    ],
  ])('reads what the network really says of %s', async (_what, address, kind, words) => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end('SSH-2.0-OpenSSH\r\n\r\n'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const at = server.address();
    const fetch = new PooledFetch({ connectMs: 2000 });
    const thrown = await fetch.fetch(address(`http://127.0.0.1:${typeof at === 'object' ? at?.port : 0}/`)).then(
      () => expect.unreachable('it answered'),
      (error: unknown) => error,
    );
    const failure = of(
      new APIConnectionError({ message: 'Connection error.', cause: thrown instanceof Error ? thrown : undefined }),
    );
    expect(failure.kind).toBe(kind);
    expect(failure.message).toMatch(words);
    await fetch.close();
    await new Promise((resolve) => server.close(resolve));
  });
});
