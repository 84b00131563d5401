import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGatewayKey } from '../../../shared/config/gateway-key.ts';
import { authorise } from '../../../shared/gateway/authorise.ts';
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
});
