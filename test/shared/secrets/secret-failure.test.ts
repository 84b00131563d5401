import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../../shared/errors.ts';
import {
  failureCode,
  retryAfterMs,
  statusOf,
  tokenFailure,
  vaultFailure,
} from '../../../shared/secrets/secret-failure.ts';

function vaultError(statusCode: number, code: string, innerCode?: string, headers: Record<string, string> = {}) {
  const innerError = innerCode === undefined ? undefined : { code: innerCode };
  return Object.assign(new Error('refused'), {
    statusCode,
    details: { error: { code, innerError } },
    response: { headers: new Headers(headers) },
  });
}

describe('the error of an unreadable secret', () => {
  it.each([
    [vaultError(404, 'SecretNotFound'), /"east-key".*SecretNotFound.*correct the name/],
    [vaultError(403, 'Forbidden', 'ForbiddenByRbac'), /ForbiddenByRbac.*Key Vault Secrets User/],
    [vaultError(403, 'Forbidden', 'SecretDisabled'), /SecretDisabled.*enable the secret/],
    [vaultError(401, 'Unauthorized'), /one tenant/],
    [vaultError(429, 'Throttled'), /throttling/],
    [vaultError(503, 'InternalServerError'), /answered 503/],
    [Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }), /ENOTFOUND.*SLUICE_KEY_VAULT_URL/],
    [new DOMException('late', 'TimeoutError'), /TimeoutError.*private endpoint/],
    [tokenFailure('s', Object.assign(new Error('x'), { name: 'CredentialUnavailableError' })), /AZURE_CLIENT_ID/],
    ['not an error', /UnknownError/],
  ])('says what to do about %s', (cause, message) => {
    const error = vaultFailure('east-key', cause);
    expect(error).toBeInstanceOf(GatewayError);
    expect(error.code).toBe('secret_unavailable');
    expect(error.message).toMatch(message);
  });

  it('carries the wait a throttling vault asked for', () => {
    expect(vaultFailure('k', vaultError(429, 'Throttled', undefined, { 'retry-after': '7' })).retryAfterMs).toBe(7_000);
    expect(vaultFailure('k', vaultError(429, 'Throttled')).retryAfterMs).toBeUndefined();
  });

  it('stands as it is when it says all already', () => {
    const error = new GatewayError('secret_unavailable', 'no value');
    expect(vaultFailure('k', error)).toBe(error);
  });

  it('never repeats the message of its cause', () => {
    const error = vaultFailure('k', new Error('the value is hunter2'));
    expect(JSON.stringify(error.toBody())).not.toContain('hunter2');
  });
});

it('takes a wait in whole seconds only', () => {
  const asked = (value: string) => retryAfterMs(vaultError(429, 'Throttled', undefined, { 'retry-after': value }));
  expect([asked('3'), asked('-1'), asked('3.5'), asked('Fri, 21 Nov 2025 00:00:00 GMT')]).toEqual([
    3_000,
    undefined,
    undefined,
    undefined,
  ]);
});

it('names a failure by a code and never by free text', () => {
  expect(failureCode(Object.assign(new Error('x'), { code: 'free text with a secret' }))).toBe('Error');
  expect(failureCode(new GatewayError('secret_unavailable', 'x'))).toBe('secret_unavailable');
  expect(failureCode(Object.assign(new Error('x'), { name: 'not a word' }))).toBe('Error');
});

it('knows the status only of services that answered', () => {
  expect([statusOf(vaultError(404, 'x')), statusOf(new Error('x')), statusOf(undefined)]).toEqual([
    404,
    undefined,
    undefined,
  ]);
});
