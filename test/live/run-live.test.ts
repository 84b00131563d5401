import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TableServiceClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { startSimulator, type Simulator } from '../../local/azure/simulator.ts';
import { startAzurite, type Azurite } from '../setup/azurite.ts';
import { runLive } from './run-live.ts';

const key = 'k1l2m3n4'.repeat(4);
let simulator: Simulator;
let azurite: Azurite;

beforeAll(async () => {
  azurite = await startAzurite('all');
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

/** Names of all there is in the account, and the queue of a gateway that works with it. */
async function account() {
  const queues = QueueServiceClient.fromConnectionString(azurite.connectionString);
  const tables = TableServiceClient.fromConnectionString(azurite.connectionString, { allowInsecureConnection: true });
  const blobs = BlobServiceClient.fromConnectionString(azurite.connectionString);
  const names: (string | undefined)[] = [];
  for await (const table of tables.listTables()) names.push(table.name);
  for await (const queue of queues.listQueues()) names.push(queue.name);
  for await (const container of blobs.listContainers()) names.push(container.name);
  return { names, jobs: queues.getQueueClient('sluice-jobs') };
}
afterEach(async () => {
  await (await account()).jobs.deleteIfExists();
});

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
      const { jobs: theirs } = await account();
      const messageText = Buffer.from('job_of-another-gateway').toString('base64');
      await theirs.create();
      await theirs.sendMessage(messageText);
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
      expect(result).toEqual({ passed: 11, failed: 0, skipped: 0 });
      expect(text).toMatch(/\n\d+ calls, \d+ tokens, \$0\.\d{6} by the list price of gpt-4o-mini\.\n/);
      const tokens = Number(/(\d+) tokens, \$/.exec(text)?.[1]);
      expect(tokens).toBeGreaterThan(0);
      expect(tokens).toBeLessThan(200);
      // What waits there is another's, and untouched.
      const { names, jobs } = await account();
      expect(names).toEqual(['sluice-jobs']);
      expect((await jobs.peekMessages()).peekedMessageItems).toMatchObject([{ messageText, dequeueCount: 0 }]);
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
    expect(skipped).toBe(3);
    expect(text).toMatch(/✗ answers a chat whole.*401|✗ answers a chat whole.*credential/);
  });

  it('leave nothing behind either when they are interrupted', { timeout: 60_000 }, async () => {
    const main = fileURLToPath(new URL('main.ts', import.meta.url));
    const env = { ...process.env, ...resource(), SLUICE_LIVE_KEY: key, SLUICE_LIVE_STORAGE: azurite.connectionString };
    const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      // By now its table is made.
      if (text.includes('✓ counts a prompt') && !child.killed) child.kill('SIGINT');
    });
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(text).toContain('The live tests were interrupted; what they made is removed.');
    expect(text).not.toContain(' passed, ');
    expect((await account()).names).toEqual([]);
  });
});
