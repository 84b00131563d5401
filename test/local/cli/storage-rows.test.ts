import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { storageRows } from '../../../local/cli/storage-rows.ts';
import { createJobs } from '../../../shared/jobs/jobs.ts';
import { loadConfig } from '../../../shared/config/load-config.ts';
import { createTableStore } from '../../../shared/usage/table-store.ts';
import { gatewayFile, gatewaySettings } from '../../fixtures/gateway-file.ts';
import { withJobStorage } from '../../setup/job-storage.ts';
import { usageRecord } from '../../setup/usage-record.ts';

const storage = withJobStorage();
const request = {
  caller: 'team-a',
  keyId: 'key0000001',
  isByGatewayKey: true,
  functionName: 'chat-completions',
  url: 'http://localhost/v1/chat/completions',
  headers: {},
  requestId: 'request-1',
};
const noTokens = () => Promise.reject(new Error('no token here'));

async function rowsWith(settings: Record<string, string>, isEmulatorMissing?: () => Promise<boolean>) {
  const env = gatewaySettings(gatewayFile(), settings);
  const config = loadConfig({ env, readFile: () => '' });
  const rows = await storageRows(config, env, noTokens, Date.now, isEmulatorMissing);
  return rows.map(({ name, ...found }) =>
    'result' in found ? [name, found.result.state, found.result.finding] : [name, found],
  );
}

describe('the rows of storage', () => {
  it('say what is not configured', async () => {
    expect(await rowsWith({})).toEqual([
      ['usage table', { notConfigured: 'usage is kept in memory, and gone with the process' }],
      ['job queue', { notConfigured: 'no work is answered later' }],
      ['job answers', { notConfigured: 'no work is answered later' }],
    ]);
  });

  it('say that they were not checked where the emulator of a development machine is out of sight', async () => {
    const rows = await rowsWith({ AzureWebJobsStorage: 'UseDevelopmentStorage=true' }, () => Promise.resolve(true));
    expect(rows).toEqual(
      ['usage table', 'job queue', 'job answers'].map((name) => [
        name,
        { notChecked: expect.stringMatching(/npm start runs one of its own, which cannot be seen from here$/) },
      ]),
    );
  });

  it('find an account that works before anything is made there, and make nothing', async () => {
    const settings = {
      AzureWebJobsStorage: storage.azurite().connectionString,
      SLUICE_JOB_QUEUE: `jobs-${randomUUID()}`,
      SLUICE_USAGE_TABLE: 'notYetThere',
    };
    const expected = [
      ['usage table', 'ok', 'no such table yet: it is made when it is needed'],
      ['job queue', 'ok', 'no such queue yet: it is made when it is needed'],
      ['job answers', 'ok', 'no such container yet: it is made when it is needed'],
    ];
    expect(await rowsWith(settings)).toEqual(expected);
    expect(await rowsWith(settings)).toEqual(expected);
  });

  it('find what an app has made there, and leave it as it is', async () => {
    const { connectionString } = storage.azurite();
    const [queueName, table] = [`jobs-${randomUUID()}`, 'usageOfChecks'];
    const address = { connectionString };
    await createTableStore({ address, table, requestTimeoutMs: 10_000 }).write([usageRecord()]);
    const jobs = createJobs({ address, queueName, keepMs: 60_000, deadlineMs: 60_000, now: Date.now });
    const { job } = await jobs.accept(request, Buffer.from('{}'), { mostOpen: 9 });
    expect(
      await rowsWith({
        AzureWebJobsStorage: connectionString,
        SLUICE_JOB_QUEUE: queueName,
        SLUICE_USAGE_TABLE: table,
      }),
    ).toEqual([
      ['usage table', 'ok', 'can be written'],
      ['job queue', 'ok', 'can be written'],
      ['job answers', 'ok', 'can be written'],
    ]);
    expect(await jobs.find(job.id)).toMatchObject({ attempts: 0 });
  });

  it('fail where nothing listens, and where the key is another', async () => {
    const dead = storage.azurite().connectionString.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:1');
    const rows = await rowsWith({ AzureWebJobsStorage: dead });
    expect(rows).toHaveLength(3);
    for (const [, state, finding] of rows) {
      expect([state, finding]).toEqual(['failed', expect.stringMatching(/^ECONNREFUSED: could not be reached/)]);
    }
    const otherKey = storage
      .azurite()
      .connectionString.replace(/AccountKey=[^;]+/, `AccountKey=${Buffer.alloc(64, 7).toString('base64')}`);
    for (const [, state, finding] of await rowsWith({ AzureWebJobsStorage: otherKey })) {
      expect([state, finding]).toEqual(['failed', expect.stringMatching(/^HTTP 403: the key in AzureWebJobsStorage/)]);
    }
  });

  it('fail where the identity has no token', async () => {
    const rows = await rowsWith({ AzureWebJobsStorage__accountName: 'sluicenowhere' });
    expect(rows.map(([name, state]) => [name, state])).toEqual([
      ['usage table', 'failed'],
      ['job queue', 'failed'],
      ['job answers', 'failed'],
    ]);
  });
});
