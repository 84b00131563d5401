import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { expect, it } from 'vitest';
import { startJobs } from '../../local/start-jobs.ts';
import { needsEmulator, startStorageEmulator } from '../../local/storage-emulator.ts';

it('has queues and blobs until it is stopped', async () => {
  const emulator = await startStorageEmulator();
  const { connectionString } = emulator;
  await QueueServiceClient.fromConnectionString(connectionString).createQueue('work');
  await BlobServiceClient.fromConnectionString(connectionString).createContainer('results');
  await emulator.stop();
  await emulator.stop();
  const again = QueueServiceClient.fromConnectionString(connectionString, { retryOptions: { maxTries: 1 } });
  await expect(again.createQueue('more')).rejects.toThrow();
});

it('is started for a development machine only', async () => {
  expect([await needsEmulator(undefined), await needsEmulator('DefaultEndpointsProtocol=https;…')]).toEqual([
    false,
    false,
  ]);
  expect(await startJobs({ AzureWebJobsStorage: '' })).toMatchObject({
    emulator: undefined,
    note: expect.stringMatching(/^off/),
  });
  expect(await startJobs({ AzureWebJobsStorage: 'AccountName=mine' })).toMatchObject({
    emulator: undefined,
    overrides: {},
  });
});
