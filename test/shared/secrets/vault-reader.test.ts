import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startVault } from '../../../local/azure/vault.ts';
import type { SimulatedVault } from '../../../local/azure/vault.ts';
import { SecretValue } from '../../../shared/secret-value.ts';
import { createRefreshingSecret } from '../../../shared/secrets/refreshing-secret.ts';
import { createVaultReader } from '../../../shared/secrets/vault-reader.ts';

const tokens: string[] = [];
let vault: SimulatedVault;

beforeEach(async () => {
  vault = await startVault({ secrets: { 'east-key': 'k1' }, acceptToken: (token) => token === 'the-token' });
});

afterEach(() => vault.stop());

function reader(readTimeLimitMs = 10_000) {
  const token = createRefreshingSecret({
    read: async () => ({
      value: new SecretValue('the-token'),
      refreshAt: Infinity,
      expiresAt: Date.now() + 86_400_000,
    }),
    now: Date.now,
    random: Math.random,
    onFailure: () => undefined,
  });
  const tokenFor = (scope: string) => {
    tokens.push(scope);
    return token;
  };
  return createVaultReader({ keyVaultUrl: vault.url, tokenFor, readTimeLimitMs });
}

describe('the vault reader', () => {
  it('reads the newest version of a secret, with a token for the scope the vault challenges for', async () => {
    const read = reader();
    expect((await read('east-key')).reveal()).toBe('k1');
    expect(tokens.at(-1)).toBe('https://vault.azure.net/.default');
    vault.setSecret('east-key', 'k2');
    expect((await read('east-key')).reveal()).toBe('k2');
  });

  it.each([
    ['a missing secret', 'west-key', () => undefined, /"west-key".*SecretNotFound/],
    ['a disabled secret', 'east-key', () => vault.disable('east-key'), /SecretDisabled/],
    ['a missing role', 'east-key', () => vault.fail({ kind: 'status', status: 403 }), /ForbiddenByRbac.*Secrets User/],
  ])('says at once what is wrong about %s', async (_what, name, breakIt, message) => {
    breakIt();
    await expect(reader()(name)).rejects.toThrow(message);
    expect(vault.requests()[name]).toBe(1);
  });

  it.each([
    ['a server error', { kind: 'status', status: 500 }],
    ['a dropped connection', { kind: 'reset' }],
    ['a short throttle', { kind: 'throttle', retryAfterSeconds: 0 }],
  ] as const)('tries once more after %s', async (_what, fault) => {
    vault.fail(fault);
    await expect(reader()('east-key')).rejects.toMatchObject({ code: 'secret_unavailable' });
    expect(vault.requests()['east-key']).toBe(2);
  });

  it('leaves a vault alone that asks for a long wait, and passes the wait on', async () => {
    vault.fail({ kind: 'throttle', retryAfterSeconds: 30 });
    await expect(reader()('east-key')).rejects.toMatchObject({ code: 'secret_unavailable', retryAfterMs: 30_000 });
    expect(vault.requests()['east-key']).toBe(1);
  });

  it('does not wait for a silent vault beyond its time limit', async () => {
    vault.fail({ kind: 'hang' });
    await expect(reader(300)('east-key')).rejects.toThrow('TimeoutError');
  });

  it('refuses a secret without a value', async () => {
    vault.setSecret('east-key', '');
    await expect(reader()('east-key')).rejects.toThrow('has no value');
  });
});
