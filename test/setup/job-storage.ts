import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { JobBlobs } from '../../shared/jobs/job-blobs.ts';
import { JobQueue } from '../../shared/jobs/job-queue.ts';
import { openJobStorage, type JobStorage } from '../../shared/jobs/open-job-storage.ts';
import { startAzurite, type Azurite } from './azurite.ts';

/** The storage of jobs in an Azurite that the tests of one file share; each opening has a queue and a container of its own. */
export function withJobStorage() {
  let azurite: Azurite | undefined;
  beforeAll(async () => {
    azurite = await startAzurite('all');
  });
  afterAll(() => azurite?.close());
  const running = (): Azurite => azurite ?? unstarted();

  return {
    azurite: running,
    async open(): Promise<JobStorage & { blobs: JobBlobs; jobs: JobQueue; name: string }> {
      const name = `jobs-${randomUUID()}`;
      const storage = await openJobStorage(
        { connectionString: running().connectionString },
        { queue: name, container: name },
      );
      const blobs = new JobBlobs(async () => storage.container);
      return { ...storage, blobs, jobs: new JobQueue(async () => storage.queue), name };
    },
  };
}

function unstarted(): never {
  throw new Error('Azurite runs within tests only.');
}
