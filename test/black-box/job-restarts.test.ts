import { randomBytes } from 'node:crypto';
import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startAzurite, type Azurite } from '../setup/azurite.ts';
import { jsonOf } from '../setup/function-app.ts';
import { startGatewayFixture, type GatewayFixture } from '../setup/gateway-fixture.ts';
import { startHostProcess, type HostProcess } from '../setup/host-process.ts';
import { locationOf, pollJob } from '../setup/poll-job.ts';
import { runsRedis, startRedis, type RedisServer } from '../setup/redis.ts';
import { temporaryFolder } from '../setup/temporary-folder.ts';

/** A stall that ends with the connection: what was asked in it is never answered. */
const stalled = { times: 1, fault: { kind: 'stall', beforeHeaders: true } } as const;
const question = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Why is the sky blue?' }], max_tokens: 5_000 };

describe.runIf(runsRedis)('an app that is killed with all its processes', () => {
  let azurite: Azurite;
  let redis: RedisServer;
  let fixture: GatewayFixture;
  let app: HostProcess;
  beforeAll(async () => {
    azurite = await startAzurite('all');
    redis = await startRedis();
  });
  afterAll(() => Promise.all([azurite?.close(), redis?.stop()]));
  afterEach(async () => {
    await app.killAll();
    await fixture.stop();
  });

  /** The settings of an app whose books are its own, though the tests share their storage and their Redis. */
  async function settings(): Promise<Record<string, string>> {
    const own = randomBytes(6).toString('hex');
    fixture = await startGatewayFixture({
      caller: { budgets: [{ tokens: 100_000, per: 'day', name: own }] },
      // A lease on the budget outlives the process that held it.
      members: { limits: { leaseSeconds: 300 } },
    });
    return {
      ...fixture.env,
      AzureWebJobsStorage: azurite.connectionString,
      SLUICE_REDIS_URL: redis.url,
      SLUICE_USAGE_TABLE: `usage${own}`,
      SLUICE_JOB_QUEUE: `jobs-${own}`,
      SLUICE_USAGE_SPOOL_FOLDER: await temporaryFolder(),
    };
  }
  const post = async (headers: Record<string, string>) =>
    fetch(`${app.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'api-key': fixture.key, ...headers },
      body: JSON.stringify(question),
    });
  const get = async (path: string) => jsonOf(await fetch(app.url + path, { headers: { 'api-key': fixture.key } }));
  const moved = (location: string) => location.replace(/^https?:\/\/[^/]+/, app.url);

  it('does the work that it was killed in when it runs again, answers it once and charges it once', async () => {
    const env = await settings();
    app = await startHostProcess(env);
    fixture.simulator.inject(stalled);
    const location = await locationOf(await post({ prefer: 'respond-async' }));
    await expect.poll(() => fixture.simulator.counts().calls, { timeout: 15_000 }).toBe(1);
    expect((await get('/v1/budgets')).data[0].held).toBeGreaterThan(5_000);
    await app.killAll();
    await expect.poll(() => fixture.simulator.counts().cancels).toBe(1);

    app = await startHostProcess(env);
    // The message is hidden for ten minutes; it is who asks that brings the job back, when its lease has run out.
    const answer = await pollJob(moved(location), { hurryMs: 1_000 });
    const body = await answer.text();
    expect(answer.status).toBe(200);
    const { usage, choices } = JSON.parse(body);
    expect(choices[0].message.content).toContain('Why is the sky blue?');

    // The upstream was asked twice, and answered the second time only. Sluice's own books say: one call.
    expect(fixture.simulator.ledger().map(({ status, cancelled }) => [status, cancelled])).toEqual([
      [0, true],
      [200, false],
    ]);
    await expect
      .poll(async () => (await get('/v1/usage')).data, { timeout: 15_000 })
      .toMatchObject([
        { outcome: 'completed', promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens },
      ]);
    const [budget] = (await get('/v1/budgets')).data;
    expect(budget).toMatchObject({ used: usage.total_tokens, held: 0 });
    expect(await (await fetch(moved(location))).text()).toBe(body);
    expect(fixture.simulator.counts().calls).toBe(2);
  }, 90_000);

  it('does once what a caller who was cut off sends again with its Idempotency-Key', async () => {
    const env = await settings();
    app = await startHostProcess(env);
    fixture.simulator.inject(stalled);
    const keyed = { prefer: 'respond-async, wait=60', 'idempotency-key': 'run-08585-summarise' };
    const cutOff = post(keyed).catch((error: unknown) => error);
    await expect.poll(() => fixture.simulator.counts().calls, { timeout: 15_000 }).toBe(1);
    await app.killAll();
    expect(await cutOff).toBeInstanceOf(Error);

    app = await startHostProcess(env);
    const again = await post({ ...keyed, prefer: 'respond-async' });
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([202, 'true']);
    const answer = await pollJob(moved(await locationOf(again)), { hurryMs: 1_000 });
    const { usage } = await jsonOf(answer);
    await expect
      .poll(async () => (await get('/v1/usage')).data, { timeout: 15_000 })
      .toMatchObject([{ outcome: 'completed', completionTokens: usage.completion_tokens }]);
    expect((await get('/v1/budgets')).data[0]).toMatchObject({ used: usage.total_tokens, held: 0 });
    const third = await post({ ...keyed, prefer: 'respond-async, wait=10' });
    expect([third.status, (await jsonOf(third)).usage]).toEqual([200, usage]);
  }, 90_000);

  it('gives up work that ends its process again and again, and says so to who asks', async () => {
    const env = await settings();
    app = await startHostProcess(env);
    fixture.simulator.inject({ fault: stalled.fault });
    const location = await locationOf(await post({ prefer: 'respond-async' }));
    const id = new URL(location).pathname.split('/').at(-1) ?? '';
    const blobs = BlobServiceClient.fromConnectionString(azurite.connectionString);
    const lease = blobs
      .getContainerClient(env['SLUICE_JOB_QUEUE'] ?? '')
      .getBlobClient(`${id}/job`)
      .getBlobLeaseClient();
    onTestFinished(() => fixture.simulator.clearFaults());
    for (let crash = 1; crash <= 5; crash += 1) {
      await expect.poll(() => fixture.simulator.counts().calls, { timeout: 30_000 }).toBe(crash);
      await app.crash();
      // It would run out in fifteen seconds.
      await lease.breakLease(0);
    }
    // While no worker runs, the host has nothing to say.
    await expect.poll(async () => (await fetch(`${app.url}/health`)).status, { timeout: 15_000 }).toBe(200);
    const answer = await pollJob(location, { hurryMs: 1_000 });
    expect([answer.status, (await jsonOf(answer)).error.code]).toEqual([500, 'job_failed']);
    expect(fixture.simulator.counts().calls).toBe(5);
  }, 120_000);
});
