import { randomUUID } from 'node:crypto';
import { TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';

/** What a live run makes in a storage account. */
export type LiveStorage = {
  /** The app settings that lead there. */
  readonly env: Readonly<Record<string, string>>;
  /** Removes all of it, also what was never made. Tries everything before it throws what went wrong. */
  remove(): Promise<void>;
};

/**
 * Usage and jobs under names of this run's own: the account may be one that a gateway works with, and an app on that
 * gateway's queue would take its jobs, which no gateway file here could answer. Without an account none is used, not even
 * that of the environment.
 */
export function liveStorage(connectionString: string | undefined): LiveStorage {
  const ofNoIdentity = Object.fromEntries(identitySettings.map((name) => [name, '']));
  if (connectionString === undefined) {
    return {
      env: { ...ofNoIdentity, AzureWebJobsStorage: '', SLUICE_USAGE_STORE: 'memory' },
      remove: async () => {},
    };
  }
  const unique = randomUUID().replaceAll('-', '').slice(0, 20);
  const [table, queue] = [`sluicelive${unique}`, `sluice-live-${unique}`];
  return {
    env: {
      ...ofNoIdentity,
      AzureWebJobsStorage: connectionString,
      SLUICE_USAGE_STORE: 'table',
      SLUICE_USAGE_TABLE: table,
      SLUICE_JOB_QUEUE: queue,
    },
    async remove() {
      const queues = QueueServiceClient.fromConnectionString(connectionString);
      const results = await Promise.allSettled([
        tableOf(connectionString, table).deleteTable(),
        queues.getQueueClient(queue).deleteIfExists(),
        queues.getQueueClient(`${queue}-poison`).deleteIfExists(),
        BlobServiceClient.fromConnectionString(connectionString).getContainerClient(queue).deleteIfExists(),
      ]);
      const failures = results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
      if (failures.length > 0) {
        throw new Error(`Not all of ${table}, ${queue} and ${queue}-poison could be removed: ${failures.join('; ')}`);
      }
    },
  };
}

/** An account that the environment of whoever runs this names for something else. */
const identitySettings = ['accountName', 'tableServiceUri', 'queueServiceUri', 'blobServiceUri'].map(
  (name) => `AzureWebJobsStorage__${name}`,
);

/** Its `deleteTable` resolves also when there is no such table. */
function tableOf(connectionString: string, table: string): TableClient {
  const allowInsecureConnection = connectionString.includes('http://127.0.0.1');
  return TableClient.fromConnectionString(connectionString, table, { allowInsecureConnection });
}
