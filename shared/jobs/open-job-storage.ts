import type { ContainerClient } from '@azure/storage-blob';
import type { QueueClient } from '@azure/storage-queue';
import type { JobStorageAddress } from './job-storage-address.ts';

/** The queue that jobs wait in, and the container of their requests and answers. */
export type JobStorage = { readonly queue: QueueClient; readonly container: ContainerClient };

/** Opens both, by Azure's libraries, which are loaded here and only here, when the first job comes or is asked for. */
export async function openJobStorage(
  address: JobStorageAddress,
  { queue, container }: { readonly queue: string; readonly container: string },
): Promise<JobStorage> {
  const [{ BlobServiceClient }, { QueueServiceClient }] = await Promise.all([
    import('@azure/storage-blob'),
    import('@azure/storage-queue'),
  ]);
  const options = {
    retryOptions: { maxTries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 2_000, tryTimeoutInMs: 15_000 },
  };
  if ('connectionString' in address) {
    return {
      queue: QueueServiceClient.fromConnectionString(address.connectionString, options).getQueueClient(queue),
      container: BlobServiceClient.fromConnectionString(address.connectionString, options).getContainerClient(
        container,
      ),
    };
  }
  return {
    queue: new QueueServiceClient(address.queueServiceUri, address.tokens, options).getQueueClient(queue),
    container: new BlobServiceClient(address.blobServiceUri, address.tokens, options).getContainerClient(container),
  };
}
