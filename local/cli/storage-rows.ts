import { randomUUID } from 'node:crypto';
import type { Config } from '../../shared/config/config.ts';
import type { Environment } from '../../shared/config/environment.ts';
import { jobStorageAddress } from '../../shared/jobs/job-storage-address.ts';
import { openJobStorage } from '../../shared/jobs/open-job-storage.ts';
import { storageAddress } from '../../shared/usage/storage-address.ts';
import type { TableAddress } from '../../shared/usage/table-address.ts';
import { openTable } from '../../shared/usage/table-client.ts';
import { needsEmulator } from '../storage-emulator.ts';
import type { CheckResult } from './check-result.ts';
import { checkStorage, removeNothing, storageFinding } from './check-storage.ts';

/** A row of what was checked. Without a result there was nothing to check, or no way to; its words say why. */
export type CheckedRow = { readonly name: string } & (
  | { readonly result: CheckResult }
  | { readonly notConfigured: string }
  | { readonly notChecked: string }
);

/**
 * Reaches the table of usage, the queue of jobs and their answers, as the app does, and says what came of each. Nothing
 * is made or changed there.
 */
export async function storageRows(
  { settings }: Pick<Config, 'settings'>,
  env: Environment,
  requestToken: (scope: string, clientId: string | undefined) => Promise<StorageToken>,
  now: () => number,
  isEmulatorMissing = needsEmulator,
): Promise<readonly CheckedRow[]> {
  const connectionString = env['AzureWebJobsStorage'];
  const accountName = env['AzureWebJobsStorage__accountName'];
  const tokenFor = (scope: string) => requestToken(scope, env['AzureWebJobsStorage__clientId']);
  const names = ['usage table', 'job queue', 'job answers'] as const;
  if (await isEmulatorMissing(connectionString)) {
    return names.map((name) => ({
      name,
      notChecked: emulatorUnseen,
    }));
  }
  const tables = storageAddress(
    { connectionString, accountName, tableServiceUri: env['AzureWebJobsStorage__tableServiceUri'] },
    tokenFor,
  );
  const jobs = jobStorageAddress(
    {
      connectionString,
      accountName,
      queueServiceUri: env['AzureWebJobsStorage__queueServiceUri'],
      blobServiceUri: env['AzureWebJobsStorage__blobServiceUri'],
    },
    tokenFor,
  );
  const needing = (role: string) => ({ role, isIdentity: (connectionString ?? '') === '' });
  const [usageTable, jobQueue, jobAnswers] = names;
  const noJobs = 'no work is answered later';
  const queueName = settings.jobs.queueName;
  const storage = jobs && openJobStorage(jobs, { queue: queueName, container: queueName });
  return Promise.all([
    settings.usage.store === 'memory' || tables === undefined
      ? { name: usageTable, notConfigured: 'usage is kept in memory, and gone with the process' }
      : rowOf(usageTable, (signal) => removeFromTable(tables, settings.usage.table, signal), 'Table Data Contributor'),
    storage === undefined
      ? { name: jobQueue, notConfigured: noJobs }
      : rowOf(
          jobQueue,
          async (abortSignal) => {
            const { queue } = await storage;
            const isMissing = await removeNothing(() => queue.peekMessages({ abortSignal }));
            const missing = () => removeNothing(() => queue.deleteMessage(randomUUID(), 'bm9uZQ==', { abortSignal }));
            return storageFinding(isMissing === '' ? await missing() : isMissing, 'queue');
          },
          'Queue Data Contributor',
        ),
    storage === undefined
      ? { name: jobAnswers, notConfigured: noJobs }
      : rowOf(
          jobAnswers,
          async (abortSignal) => {
            const { container } = await storage;
            const nothing = container.getBlockBlobClient(`config-check/${randomUUID()}`);
            return storageFinding(await removeNothing(() => nothing.delete({ abortSignal })), 'container');
          },
          'Blob Data Owner',
        ),
  ]);

  async function rowOf(
    name: string,
    work: (signal: AbortSignal) => Promise<string>,
    role: string,
  ): Promise<CheckedRow> {
    return { name, result: await checkStorage(work, needing(`Storage ${role}`), now) };
  }
}

/** `npm start` says of its own only to its own host where it listens, and with which key. */
const emulatorUnseen =
  'nothing listens where UseDevelopmentStorage=true has its emulator; npm start runs one of its own, which cannot be seen from here';

type StorageToken = { readonly token: string; readonly expiresOnTimestamp: number };

async function removeFromTable(address: TableAddress, table: string, abortSignal: AbortSignal): Promise<string> {
  const client = await openTable(address, table);
  return storageFinding(
    await removeNothing(() => client.deleteEntity('config-check', randomUUID(), { abortSignal })),
    'table',
  );
}
