import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../../shared/errors.ts';
import { readPrincipal } from '../../../shared/identity/read-principal.ts';

const settings = { tenantId: 't-1', audiences: ['api://a'], authority: 'https://x', clockSkewSeconds: 300 };
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
const principal = (claims: readonly (readonly [string, string])[], auth_typ = 'aad') =>
  base64({ auth_typ, claims: claims.map(([typ, val]) => ({ typ, val })), name_typ: 'n', role_typ: 'r' });
const own = [
  ['tid', 'T-1'],
  ['aud', 'api://a'],
] as const;

describe('readPrincipal', () => {
  it('reads the claims by their short names and by those of .NET', () => {
    const long = 'http://schemas.microsoft.com/identity/claims';
    const header = principal([
      ['aud', 'api://a'],
      [`${long}/tenantid`, 't-1'],
      [`${long}/objectidentifier`, 'O-1'],
      ['http://schemas.microsoft.com/ws/2008/06/identity/claims/role', 'One'],
      ['roles', 'Two'],
      ['role', 'Three'],
      ['groups', 'G-1'],
      ['groups', 'G-2'],
      ['appid', 'A-1'],
      ['appidacr', '1'],
    ]);
    expect(readPrincipal(header, settings)).toEqual({
      appId: 'a-1',
      isAppProven: true,
      objectId: 'o-1',
      roles: ['One', 'Two', 'Three'],
      groups: ['g-1', 'g-2'],
      isMissingGroups: false,
    });
  });

  it('may speak of a person who signed in, and of no application', () => {
    expect(readPrincipal(principal([...own, ['oid', 'o-1']]), settings)).toMatchObject({
      appId: undefined,
      objectId: 'o-1',
    });
  });

  it.each([
    ['no tenant', principal([['aud', 'api://a']]), /tenant/],
    [
      'another tenant',
      principal([
        ['tid', 't-2'],
        ['aud', 'api://a'],
      ]),
      /another tenant than t-1/,
    ],
    ['a second tenant', principal([...own, ['tid', 't-2']]), /another tenant/],
    ['no audience', principal([['tid', 't-1']]), /another audience than api:\/\/a/],
    [
      'another audience',
      principal([
        ['tid', 't-1'],
        ['aud', 'api://b'],
      ]),
      /another audience/,
    ],
    ['another provider', principal(own, 'facebook'), /another provider/],
    ['Static Web Apps', base64({ identityProvider: 'aad', userId: 'x', userRoles: ['admin'] }), /form of App Service/],
    ['claims that are no text', base64({ auth_typ: 'aad', claims: [{ typ: 'tid', val: 7 }] }), /form of App Service/],
    ['two headers', `${principal(own)}, ${principal(own)}`, /form of App Service/],
    ['base64url', 'e30-_', /form of App Service/],
  ])('refuses one of %s', (_what, header, words) => {
    const read = () => readPrincipal(header, settings);
    expect(read).toThrow(words);
    expect(read).toThrow(expect.objectContaining({ code: 'invalid_token' }));
  });

  it('refuses anything else, and never fails otherwise', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String(),
          fc.json().map((json) => Buffer.from(json).toString('base64')),
        ),
        (header) => {
          expect(() => readPrincipal(header, settings)).toThrow(GatewayError);
        },
      ),
    );
  });
});
