import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startApp, type RunningApp } from '../setup/running-app.ts';

const body = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello.' }], max_tokens: 4 };
const resources = {
  east: {
    keys: ['a'.repeat(32), 'b'.repeat(32)] as const,
    entra: 'accept' as const,
    deployments: { 'chat-east': { model: 'gpt-4o' } },
  },
};

function credentialed(credential: object, env: Record<string, string> = {}): Promise<RunningApp> {
  return startApp({
    simulator: { tokenDelayMs: 1, resources, vaultSecrets: { 'east-key': 'a'.repeat(32) }, identity: true },
    upstreamsAndModels: (simulator) => ({
      upstreams: { east: { endpoint: simulator.resources['east']?.url, apiVersion: '2024-10-21', credential } },
      models: { 'gpt-4o': { deployments: [{ name: 'chat-east', upstream: 'east', deployment: 'chat-east' }] } },
    }),
    envOf: ({ vault, identity }) => ({
      SLUICE_KEY_VAULT_URL: vault?.url ?? '',
      IDENTITY_ENDPOINT: identity?.url ?? '',
      IDENTITY_HEADER: identity?.header ?? '',
      ...env,
    }),
  });
}

/** Keeps `callers` calls under way until `stop` is called; resolves with the statuses seen. */
function load(app: RunningApp, callers: number) {
  let isOn = true;
  const statuses: number[] = [];
  const running = Promise.all(
    Array.from({ length: callers }, async () => {
      while (isOn) {
        const response = await app.post('/v1/chat/completions', body);
        await response.arrayBuffer();
        statuses.push(response.status);
      }
    }),
  );
  // A test that fails before it stops them takes the app away from under them.
  running.catch(() => {});
  return {
    statuses,
    async stop() {
      isOn = false;
      await running;
      return statuses;
    },
  };
}

describe('a key from the vault', () => {
  let app: RunningApp;
  // A lifetime of a second: the vault is asked again and again while the test runs.
  beforeEach(async () => {
    app = await credentialed({ keyVaultSecret: 'east-key' }, { SLUICE_SECRET_TTL_SECONDS: '1' });
  });
  afterEach(() => app.stop());

  it('is rotated under fifty concurrent callers, none of whom sees a failure', async () => {
    const calls = load(app, 50);
    await expect.poll(() => calls.statuses.length, { timeout: 20_000 }).toBeGreaterThan(100);
    app.simulator.vault?.setSecret('east-key', 'c'.repeat(32));
    app.simulator.resources['east']?.setKeys(['c'.repeat(32), 'd'.repeat(32)]);
    const before = calls.statuses.length;
    await expect.poll(() => calls.statuses.length, { timeout: 20_000 }).toBeGreaterThan(before + 200);
    const statuses = await calls.stop();
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(app.simulator.counts().byDeployment['chat-east']?.statuses[401]).toBeGreaterThan(0);
  });

  it('outlives the vault: none of the callers notices that it is down', async () => {
    await (await app.post('/v1/chat/completions', body)).arrayBuffer();
    app.simulator.vault?.fail({ kind: 'hang' });
    const calls = load(app, 50);
    // Past the key's lifetime of a second, so that reads are tried, and fail.
    const reads = () => app.simulator.vault?.requests()['east-key'] ?? 0;
    await expect.poll(reads, { timeout: 20_000 }).toBeGreaterThan(1);
    const before = calls.statuses.length;
    await expect.poll(() => calls.statuses.length, { timeout: 20_000 }).toBeGreaterThan(before + 200);
    expect(new Set(await calls.stop())).toEqual(new Set([200]));
  });
});

describe('managed identity', () => {
  it('asks for one token however many first calls wait for it', async () => {
    const app = await credentialed({ managedIdentity: true });
    try {
      const responses = await Promise.all(
        Array.from({ length: 200 }, async () => {
          const response = await app.post('/v1/chat/completions', body);
          await response.arrayBuffer();
          return response.status;
        }),
      );
      expect(new Set(responses)).toEqual(new Set([200]));
      expect(app.simulator.identity?.tokenRequests()).toEqual({ 'https://cognitiveservices.azure.com': 1 });
    } finally {
      await app.stop();
    }
  });
});
