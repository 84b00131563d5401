import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGatewayKey } from '../../../shared/config/gateway-key.ts';
import { GatewayError } from '../../../shared/errors.ts';
import { authorise, type Presented, type Proofs } from '../../../shared/gateway/authorise.ts';
import { startGatewayFixture, type GatewayFixture } from '../../setup/gateway-fixture.ts';

const none = { platformAuthentication: false };

let fixture: GatewayFixture;
beforeAll(async () => {
  fixture = await startGatewayFixture();
});
afterAll(() => fixture.stop());

describe('authorise', () => {
  it('knows a caller by the key, and the key by its public id', async () => {
    const { caller, keyId } = await authorise(fixture.config, { key: fixture.key }, none);
    expect(caller.name).toBe('tests');
    expect(fixture.key).toContain(`_${keyId}_`);
  });

  it.each([
    ['no key', undefined, /No key came/],
    ['an empty key', '', /not known/],
    ['a word', 'secret', /not known/],
    ['a key of another gateway', createGatewayKey(randomBytes).key, /not known/],
  ])('refuses %s', (_what, key, words) => {
    const refused = () => authorise(fixture.config, { key }, none);
    expect(refused).toThrow(words);
    expect(refused).toThrow(expect.objectContaining({ code: 'invalid_api_key', status: 401 }));
  });

  it('refuses a known id with another secret, and says nothing of either', () => {
    const forged = `${fixture.key.slice(0, -1)}${fixture.key.endsWith('A') ? 'B' : 'A'}`;
    expect(() => authorise(fixture.config, { key: forged }, none)).toThrow(/not known/);
    expect(() => authorise(fixture.config, { key: forged }, none)).not.toThrow(forged.slice(8, 18));
  });

  it('lets nobody in where no caller is configured', () => {
    expect(() => authorise({ ...fixture.config, callers: [] }, { key: fixture.key }, none)).toThrow(/not known/);
  });

  describe('with what proves callers besides keys', () => {
    const identity = { isAppProven: true, roles: ['R'], groups: [], isMissingGroups: false };
    const reader = { token: async () => identity, principal: () => identity, checkKeys: async () => 'ok' as const };
    const config = () => ({
      ...fixture.config,
      functionKeyCaller: 'flows',
      callers: [
        ...fixture.config.callers,
        { name: 'people', keys: [], entra: [{ by: 'role', value: 'R' } as const], admin: false },
        { name: 'flows', keys: [], admin: false },
      ],
    });
    const everything = { principal: 'p', hasHostKey: true };
    const nameOf = async (presented: Presented, proofs: Proofs) =>
      (await authorise(config(), presented, proofs)).caller.name;

    it('goes by a gateway key first, at once, then by a token, by the platform, by the host’s key', async () => {
      const all = { identity: reader, platformAuthentication: true };
      const byKey = authorise(config(), { key: fixture.key, ...everything }, all);
      expect(byKey).toMatchObject({ caller: { name: 'tests' } });
      expect(await nameOf({ key: 'a.b.c', ...everything }, all)).toBe('people');
      expect(await nameOf(everything, all)).toBe('people');
      expect(await nameOf(everything, { ...all, platformAuthentication: false })).toBe('flows');
      expect(await nameOf(everything, { platformAuthentication: true })).toBe('flows');
    });

    it('never lets a wrong key or token pass for something else that came with it', async () => {
      const all = { identity: reader, platformAuthentication: true };
      expect(() => authorise(config(), { key: 'wrong', ...everything }, all)).toThrow(/not known/);
      const failing = { ...reader, token: () => Promise.reject(new GatewayError('invalid_token', 'Wrong.')) };
      await expect(nameOf({ key: 'a.b.c', ...everything }, { ...all, identity: failing })).rejects.toThrow('Wrong.');
    });

    it('takes no token where the gateway file names no tenant', async () => {
      await expect(nameOf({ key: 'a.b.c' }, none)).rejects.toMatchObject({ code: 'invalid_token', status: 401 });
    });

    it('lets nobody in by the host’s key where the gateway file names no caller for it', () => {
      const nameless = { ...config(), functionKeyCaller: undefined };
      expect(() => authorise(nameless, { hasHostKey: true }, none)).toThrow(/stands for no caller/);
    });

    it('takes a principal for nothing where the platform does not authenticate', () => {
      const proofs = { identity: reader, platformAuthentication: false };
      expect(() => authorise(config(), { principal: 'p' }, proofs)).toThrow(/No key came/);
    });
  });
});
