import { describe, expect, it } from 'vitest';
import { identityOfClaims } from '../../../shared/identity/identity-of-claims.ts';

const of = (claims: Record<string, unknown>) => identityOfClaims((name) => claims[name]);
const app = 'AAAAAAAA-0000-4000-8000-00000000000A';

describe('identityOfClaims', () => {
  it('reads both forms of tokens', () => {
    const expected = { appId: app.toLowerCase(), isAppProven: true, objectId: 'o-1', roles: ['R'], groups: ['g'] };
    expect(of({ appid: app, appidacr: '1', oid: 'O-1', roles: ['R'], groups: ['G'] })).toMatchObject(expected);
    expect(of({ azp: app, azpacr: '2', oid: 'O-1', roles: 'R', groups: 'G' })).toMatchObject(expected);
  });

  it.each([
    [{ appidacr: '0' }, false],
    [{ azpacr: '0' }, false],
    [{ azpacr: 0 }, false],
    [{ azpacr: '1' }, true],
    [{ appidacr: '2' }, true],
    [{ appidacr: '' }, false],
    [{ appidacr: ['0', '1'] }, false],
    [{ azpacr: '3' }, false],
    [{}, false],
  ])('knows by %j whether the application proved itself: %s', (claims, isAppProven) => {
    expect(of(claims).isAppProven).toBe(isAppProven);
  });

  it.each([7, null, ['a'], {}, '', 'a b', 'a\nb', 'x'.repeat(65)])('takes %j for no id', (value) => {
    expect(of({ appid: value, oid: value })).toMatchObject({ appId: undefined, objectId: undefined });
  });

  it('takes what is no text for no role', () => {
    expect(of({ roles: [7, 'R', null], groups: { a: 1 } })).toMatchObject({ roles: ['R'], groups: [] });
  });

  it('knows that groups are missing', () => {
    expect(of({}).isMissingGroups).toBe(false);
    expect(of({ _claim_names: {} }).isMissingGroups).toBe(false);
    expect(of({ hasgroups: true }).isMissingGroups).toBe(true);
    expect(of({ _claim_names: { groups: 'src1' } }).isMissingGroups).toBe(true);
  });
});
