import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TableServiceClient } from '@azure/data-tables';
import { startSimulator, type Simulator } from '../../local/azure/simulator.ts';
import { startAzurite, type Azurite } from '../setup/azurite.ts';
import { runLive } from './run-live.ts';

const key = 'k1l2m3n4'.repeat(4);
let simulator: Simulator;
let azurite: Azurite;

beforeAll(async () => {
  azurite = await startAzurite();
  simulator = await startSimulator({
    tokenDelayMs: 0,
    vaultSecrets: { 'live-key': key },
    identity: true,
    resources: {
      live: {
        keys: [key, 'o5p6q7r8'.repeat(4)],
        entra: 'accept',
        deployments: { mini: { model: 'gpt-4o-mini' }, embed: { model: 'text-embedding-3-small' } },
      },
    },
  });
});
afterAll(async () => {
  await simulator.stop();
  await azurite.close();
});

async function run(env: Record<string, string>) {
  const lines: string[] = [];
  const result = await runLive(env, (line) => lines.push(line));
  return { ...result, text: lines.join('\n') };
}

const resource = () => ({
  SLUICE_LIVE_ENDPOINT: simulator.resources['live']?.url ?? '',
  SLUICE_LIVE_DEPLOYMENT: 'mini',
});

describe('the live tests', () => {
  it('call nothing without settings: they say which are missing and where to get them', async () => {
    const { text, failed, skipped } = await run({ SLUICE_LIVE_ENDPOINT: '', SLUICE_LIVE_DEPLOYMENT: 'mini' });
    expect({ failed, isSkipped: skipped > 0 }).toEqual({ failed: 0, isSkipped: true });
    expect(text).toMatch(/^skipped: /);
    expect(text).toMatch(/SLUICE_LIVE_ENDPOINT\n +az cognitiveservices account show/);
    expect(text).toMatch(/Missing: SLUICE_LIVE_ENDPOINT\.$/);
  });

  it(
    'pass before a resource with key, vault, embeddings and storage, and leave nothing behind',
    { timeout: 60_000 },
    async () => {
      const { text, ...result } = await run({
        ...resource(),
        SLUICE_LIVE_KEY: key,
        SLUICE_LIVE_EMBEDDINGS_DEPLOYMENT: 'embed',
        SLUICE_LIVE_VAULT_URL: simulator.vault?.url ?? '',
        SLUICE_LIVE_VAULT_SECRET: 'live-key',
        SLUICE_LIVE_STORAGE: azurite.connectionString,
        IDENTITY_ENDPOINT: simulator.identity?.url ?? '',
        IDENTITY_HEADER: simulator.identity?.header ?? '',
      });
      expect(text).not.toContain('✗');
      expect(result).toEqual({ passed: 10, failed: 0, skipped: 0 });
      expect(text).toMatch(/\n\d+ calls, \d+ tokens, \$0\.\d{6} by the list price of gpt-4o-mini\.\n/);
      const tokens = Number(/(\d+) tokens, \$/.exec(text)?.[1]);
      expect(tokens).toBeGreaterThan(0);
      expect(tokens).toBeLessThan(200);
      const service = TableServiceClient.fromConnectionString(azurite.connectionString, {
        allowInsecureConnection: true,
      });
      const tables: (string | undefined)[] = [];
      for await (const table of service.listTables()) tables.push(table.name);
      expect(tables).toEqual([]);
      expect(text).not.toContain(key);
    },
  );

  it('sign in as whoever runs them where there is no key', { timeout: 60_000 }, async () => {
    const { text, failed } = await run({
      ...resource(),
      IDENTITY_ENDPOINT: simulator.identity?.url ?? '',
      IDENTITY_HEADER: simulator.identity?.header ?? '',
    });
    expect({ failed, text }).toEqual({ failed: 0, text: expect.stringContaining('✓ answers a chat whole') });
    expect(text).toContain('- names a credential that is refused, and shows nothing of it: skipped, not set');
  });

  it('fail, and say why, before a resource that does not keep what is promised', { timeout: 60_000 }, async () => {
    const { text, failed, skipped } = await run({ ...resource(), SLUICE_LIVE_KEY: 'not-the-key-of-it' });
    expect(failed).toBeGreaterThan(0);
    expect(skipped).toBe(2);
    expect(text).toMatch(/✗ answers a chat whole.*401|✗ answers a chat whole.*credential/);
  });
});
