import { describe, expect, it } from 'vitest';
import type { Caller, EntraRule } from '../../../shared/config/config.ts';
import { callerOfIdentity } from '../../../shared/gateway/caller-of-identity.ts';
import type { Identity } from '../../../shared/identity/identity.ts';

const caller = (name: string, ...entra: EntraRule[]): Caller => ({ name, keys: [], entra, admin: false });
const callers = [
  caller('by-group', { by: 'group', value: 'g' }),
  caller('by-role', { by: 'role', value: 'R' }),
  caller('by-second-role', { by: 'role', value: 'R2' }),
  caller('by-app', { by: 'appId', value: 'a' }),
  caller('by-object', { by: 'objectId', value: 'o' }),
  { name: 'by-key', keys: [], admin: true },
];
const nobody: Identity = { isAppProven: true, roles: [], groups: [], isMissingGroups: false };
const find = (identity: Partial<Identity>) => callerOfIdentity({ ...nobody, ...identity }, { callers });
const nameOf = (identity: Partial<Identity>) => find(identity).caller.name;

describe('callerOfIdentity', () => {
  const all = { objectId: 'o', appId: 'a', roles: ['R', 'R2'], groups: ['g'] };

  it.each<[string, Partial<Identity>]>([
    ['by-object', all],
    ['by-app', { ...all, objectId: 'x' }],
    ['by-role', { ...all, objectId: 'x', appId: 'x' }],
    ['by-role', { roles: ['R2', 'R'] }],
    ['by-second-role', { roles: ['R2'], groups: ['g'] }],
    ['by-group', { groups: ['x', 'g'] }],
    ['by-role', { appId: 'a', isAppProven: false, roles: ['R'] }],
  ])('is the caller %s for %j', (name, identity) => {
    expect(nameOf(identity)).toBe(name);
  });

  it('keeps the application’s id for logs, and nothing of a person', () => {
    expect(find(all).keyId).toBe('entra:a');
    expect(find({ objectId: 'o' }).keyId).toBe('entra:platform');
  });

  it.each<[string, Partial<Identity>, RegExp]>([
    ['nobody', {}, /valid, but no caller/],
    ['an application nobody named', { appId: 'z' }, /application z\), but no caller of this gateway goes with it\.$/],
    ['roles in another case', { roles: ['r'] }, /no caller/],
    ['an application that is only a name', { appId: 'a', isAppProven: false }, /without a secret/],
    ['such an application that nobody named', { appId: 'z', isAppProven: false }, /goes with it\.$/],
    ['someone of too many groups', { isMissingGroups: true }, /more groups than/],
  ])('refuses %s', (_what, identity, words) => {
    expect(() => find(identity)).toThrow(expect.objectContaining({ code: 'caller_not_allowed', status: 403 }));
    expect(() => find(identity)).toThrow(words);
  });
});
