import { errors } from 'jose';
import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../../shared/errors.ts';
import { tokenRefusal } from '../../../shared/identity/token-refusal.ts';

const settings = { tenantId: 't-1', audiences: ['api://a', 'api://b'], authority: 'https://x', clockSkewSeconds: 300 };
const claim = (name: string) => new errors.JWTClaimValidationFailed('secret words', { [name]: 'secret' }, name);

describe('tokenRefusal', () => {
  it.each<[string, Error, RegExp]>([
    ['an expired token', new errors.JWTExpired('secret words', {}), /has expired/],
    ['one for another audience', claim('aud'), /api:\/\/a or api:\/\/b/],
    ['one of another issuer', claim('iss'), /tenant t-1/],
    ['one of the future', claim('nbf'), /not valid yet/],
    ['a claim that is wrong', claim('exp'), /claim exp is missing or wrong/],
    ['a broken form', new errors.JWSInvalid('secret words'), /malformed/],
    ['another way to sign', new errors.JOSEAlgNotAllowed('secret words'), /not signed in a way/],
    ['a wrong signature', new errors.JWSSignatureVerificationFailed(), /signature is wrong/],
    ['a key for something else', new errors.JWKSNoMatchingKey(), /does not go with its key/],
  ])('says what is wrong with %s, in its own words', (_what, error, words) => {
    const refusal = tokenRefusal(error, settings);
    expect(refusal).toMatchObject({ code: 'invalid_token', status: 401 });
    expect(refusal?.message).toMatch(words);
    expect(refusal?.message).not.toContain('secret');
  });

  it('leaves a refusal as it is', () => {
    const refusal = new GatewayError('identity_unavailable', 'Down.');
    expect(tokenRefusal(refusal, settings)).toBe(refusal);
  });

  it.each([new TypeError('a bug'), 'a string', undefined])('does not take %s for one', (error) => {
    expect(tokenRefusal(error, settings)).toBeUndefined();
  });
});
