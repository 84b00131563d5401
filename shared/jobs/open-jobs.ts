import { jobStorageAddress, type JobStorageSettings } from './job-storage-address.ts';
import { createJobs, type Jobs, type JobsOptions } from './jobs.ts';

/** The jobs of an app in the storage account that its settings name; `undefined` where they name none for queues and blobs. */
export function openJobs(
  storage: JobStorageSettings,
  requestToken: Parameters<typeof jobStorageAddress>[1],
  options: Omit<JobsOptions, 'address'>,
): Jobs | undefined {
  const address = jobStorageAddress(storage, requestToken);
  return address && createJobs({ ...options, address });
}
