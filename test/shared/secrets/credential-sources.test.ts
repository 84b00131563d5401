import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startIdentity, verifySimulatedToken } from '../../../local/azure/identity.ts';
import type { SimulatedIdentity } from '../../../local/azure/identity.ts';
import { startVault } from '../../../local/azure/vault.ts';
import type { SimulatedVault } from '../../../local/azure/vault.ts';
import { SecretValue } from '../../../shared/secret-value.ts';
import { createCredentialSources } from '../../../shared/secrets/credential-sources.ts';

// The real SDKs throughout. MSAL's state is the process's: one identity for this file, which Vitest runs in its own process.
let identity: SimulatedIdentity;
let vault: SimulatedVault;
let clock: number;

beforeAll(async () => {
  identity = await startIdentity();
  process.env.IDENTITY_ENDPOINT = identity.url;
  process.env.IDENTITY_HEADER = identity.header;
});

beforeEach(async () => {
  clock = Date.now();
  vault = await startVault({
    secrets: { 'east-key': 'k1', 'east-key-2': 'second' },
    acceptToken: (token) => verifySimulatedToken(token)?.audience === 'https://vault.azure.net',
  });
  return () => vault.stop();
});

afterAll(() => identity.stop());

function sources(secretTtlMs = 3_600_000) {
  return createCredentialSources({ keyVaultUrl: vault.url, secretTtlMs, now: () => clock, random: () => 1 });
}

const eastKey = { kind: 'key-vault', secret: 'east-key' } as const;

describe('credentials over the real SDKs', () => {
  it('come of one token request and one read for 200 concurrent first calls on several secrets', async () => {
    const sourceOf = sources();
    const references = [eastKey, { kind: 'key-vault', secret: 'east-key-2' }] as const;
    const calls = Array.from({ length: 200 }, (_, index) => sourceOf(references[index % 2] ?? eastKey).current());
    expect(new Set((await Promise.all(calls)).map(({ value }) => value.reveal()))).toEqual(new Set(['k1', 'second']));
    expect(identity.tokenRequests()['https://vault.azure.net']).toBe(1);
    expect(vault.requests()).toEqual({ 'east-key': 1, 'east-key-2': 1 });
  });

  it('come of one token request for 200 concurrent first calls of a managed identity', async () => {
    const sourceOf = sources();
    const reference = { kind: 'managed-identity', scope: 'https://ai.azure.com/.default' } as const;
    const calls = await Promise.all(Array.from({ length: 200 }, () => sourceOf(reference).current()));
    expect(new Set(calls.map(({ value }) => value.reveal())).size).toBe(1);
    expect(calls[0]?.kind).toBe('bearer');
    expect(identity.tokenRequests()['https://ai.azure.com']).toBe(1);
  });

  it('follow a rotated key when the old one is refused, by one read for fifty refusals', async () => {
    const source = sources()(eastKey);
    const old = await source.current();
    vault.setSecret('east-key', 'k2');
    const fresh = await Promise.all(Array.from({ length: 50 }, () => source.replace(old)));
    expect(new Set(fresh.map((credential) => credential?.value.reveal()))).toEqual(new Set(['k2']));
    expect(vault.requests()['east-key']).toBe(2);
  });

  it.each([
    ['answers 500', { kind: 'status', status: 500 }],
    ['drops connections', { kind: 'reset' }],
    ['throttles', { kind: 'throttle', retryAfterSeconds: 60 }],
  ] as const)('keep coming for a minute while the vault %s', async (_what, fault) => {
    const source = sources(1_000)(eastKey);
    await source.current();
    vault.fail(fault);
    vault.setSecret('east-key', 'k2');
    for (let second = 0; second < 60; second += 1) {
      clock += 1_000;
      expect((await source.current()).value.reveal()).toBe('k1');
      if (second === 0) await vi.waitUntil(() => source.status().state === 'stale');
    }
    expect(vault.requests()['east-key']).toBeLessThanOrEqual(20);

    vault.fail(undefined);
    await vi.waitUntil(async () => {
      clock += 60_000;
      return (await source.current()).value.reveal() === 'k2';
    });
    expect(source.status()).toMatchObject({ state: 'ok' });
  });

  it('fail as secret_unavailable while the first read fails, and recover', async () => {
    const source = sources()(eastKey);
    vault.fail({ kind: 'status', status: 403 });
    await expect(source.current()).rejects.toMatchObject({ code: 'secret_unavailable', status: 503 });
    expect(source.status()).toMatchObject({ state: 'failed', errorCode: 'ForbiddenByRbac' });
    vault.fail(undefined);
    clock += 1_000;
    expect((await source.current()).value.reveal()).toBe('k1');
    expect(source.status()).toMatchObject({ state: 'ok' });
  });
});

describe('credentials without a vault', () => {
  const withoutVault = createCredentialSources({ secretTtlMs: 1_000, now: () => 0 });

  it('name the setting that is missing', async () => {
    await expect(withoutVault(eastKey).current()).rejects.toThrow('SLUICE_KEY_VAULT_URL');
  });

  it('come from app settings', async () => {
    const source = withoutVault({ kind: 'setting', setting: 'EAST', value: new SecretValue('k') });
    expect((await source.current()).value.reveal()).toBe('k');
  });
});

it('a failed read is logged by the name of the secret', async () => {
  const logged: unknown[] = [];
  const sourceOf = createCredentialSources({
    secretTtlMs: 1_000,
    now: () => 0,
    readSecret: () => Promise.reject(new Error('down')),
    logger: { warn: (event, fields) => logged.push([event, fields?.secretName, fields?.stillServing]) },
  });
  await expect(sourceOf(eastKey).current()).rejects.toThrow('down');
  expect(logged).toEqual([['secret-read-failed', 'east-key', false]]);
});

it('has reads of the vault watched by whoever asks for that', async () => {
  const names: string[] = [];
  const credentialOf = createCredentialSources({
    secretTtlMs: 1_000,
    now: Date.now,
    readSecret: async () => new SecretValue('value'),
    watchSecrets: (read) => (name) => {
      names.push(name);
      return read(name);
    },
  });
  await credentialOf({ kind: 'key-vault', secret: 'east-key' }).current();
  expect(names).toEqual(['east-key']);
});
