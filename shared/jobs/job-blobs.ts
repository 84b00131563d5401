import { buffer } from 'node:stream/consumers';
import type { BlobDownloadResponseParsed, ContainerClient } from '@azure/storage-blob';
import { decodeJob, encodeJob, type Job } from './job.ts';
import { decodeAnswer, encodeAnswer, type JobAnswer } from './job-answer.ts';
import { storageStatus, withStorage } from './storage-failure.ts';

/** A job as it stands, without its answer. */
export type FoundJob = {
  readonly job: Job;
  /** Whether somebody executes it now. */
  readonly isRunning: boolean;
  /** How often it has been executed, the present time included. */
  readonly attempts: number;
  /** How many of those times a limit refused it, so that it was put off. */
  readonly putOffs: number;
  /** When it was last put on the queue, or, where it was put off, when it comes back; in epoch milliseconds. */
  readonly queuedMs: number;
  /** Changes with every note that is taken of it. */
  readonly version: string;
};

/** What is noted of a job while it lasts. */
export type JobNotes = Pick<FoundJob, 'attempts' | 'putOffs' | 'queuedMs'>;

/**
 * A job in blobs: `{id}/job` says what it is, never changes and is leased to whoever executes it; `{id}/request` is its
 * body, gone when it is done; `{id}/answer` is made once, by whoever is first, and makes the job done. All throw
 * `jobs_unavailable`.
 */
export class JobBlobs {
  readonly #open: () => Promise<ContainerClient>;
  #isThere = false;

  constructor(open: () => Promise<ContainerClient>) {
    this.#open = open;
  }

  /** Keeps a new job and its request. */
  async create(job: Job, body: Uint8Array): Promise<void> {
    await withStorage(async () => {
      const container = await this.#made();
      try {
        await putAll(container, job, body);
      } catch (error) {
        if (storageStatus(error) !== 404) throw error;
        // Somebody has removed the container.
        await container.createIfNotExists();
        await putAll(container, job, body);
      }
    });
  }

  async find(id: string): Promise<FoundJob | undefined> {
    return withStorage(async () => {
      const found = await (await this.#blob(id, 'job')).download();
      const { metadata = {}, leaseState, etag = '' } = found;
      const job = decodeJob(await bytesOf(found));
      return {
        job,
        isRunning: leaseState === 'leased',
        attempts: Number(metadata['attempts'] ?? 0),
        putOffs: Number(metadata['putoffs'] ?? 0),
        queuedMs: Number(metadata['queuedms'] ?? job.acceptedMs),
        version: etag,
      };
    }, missing);
  }

  /** Takes notes, as holder of the lease or where nobody has since `version`; whether they were taken. */
  async note(
    id: string,
    { attempts, putOffs, queuedMs }: JobNotes,
    by: { readonly leaseId: string } | { readonly version: string },
  ): Promise<boolean> {
    const conditions = 'leaseId' in by ? { leaseId: by.leaseId } : { ifMatch: by.version };
    const metadata = { attempts: `${attempts}`, putoffs: `${putOffs}`, queuedms: `${queuedMs}` };
    const taken = await withStorage(
      async () => (await this.#blob(id, 'job')).setMetadata(metadata, { conditions }),
      [404, 409, 412],
    );
    return taken !== undefined;
  }

  async request(id: string): Promise<Buffer | undefined> {
    return withStorage(async () => bytesOf(await (await this.#blob(id, 'request')).download()), missing);
  }

  async answer(id: string): Promise<JobAnswer | undefined> {
    return withStorage(
      async () => decodeAnswer(await bytesOf(await (await this.#blob(id, 'answer')).download())),
      missing,
    );
  }

  async isAnswered(id: string): Promise<boolean> {
    return (await withStorage(async () => (await this.#blob(id, 'answer')).exists())) === true;
  }

  /** Answers a job, unless it is answered: whether this is its answer now. Its request is then not needed any more. */
  async finish(id: string, answer: JobAnswer): Promise<boolean> {
    const made = await withStorage(async () => {
      const blob = await this.#blob(id, 'answer');
      return blob.uploadData(encodeAnswer(answer), { conditions: { ifNoneMatch: '*' } });
    }, [409, 412]);
    await this.removeRequest(id);
    return made !== undefined;
  }

  async removeRequest(id: string): Promise<void> {
    await withStorage(async () => (await this.#blob(id, 'request')).deleteIfExists());
  }

  /**
   * Removes all there is of a job, its answer last, so that nobody takes what is left for a job that waits. Its lease is
   * broken before: whoever answered it may not have given it back yet, or have died with it.
   */
  async remove(id: string): Promise<void> {
    await withStorage(async () => (await this.lease(id)).breakLease(0), [404, 409, 412]);
    for (const part of ['request', 'job', 'answer'] as const) {
      const isRemoved = await withStorage(async () => {
        await (await this.#blob(id, part)).deleteIfExists();
        return true;
      }, [409, 412]);
      // Somebody has leased it this very moment: it stays answered, and can be removed later.
      if (isRemoved === undefined) return;
    }
  }

  /** The lease on a job, for `acquire`, `renew`, `release` and `break`. */
  async lease(id: string) {
    return (await this.#blob(id, 'job')).getBlobLeaseClient();
  }

  /** Ids of jobs, the oldest first, and when each of their blobs was written last, in epoch milliseconds. */
  async *list(): AsyncGenerator<{ readonly id: string; readonly part: string; readonly writtenMs: number }> {
    for await (const { name, properties } of (await this.#made()).listBlobsFlat()) {
      const [id = '', part = ''] = name.split('/');
      yield { id, part, writtenMs: properties.lastModified.getTime() };
    }
  }

  async #made(): Promise<ContainerClient> {
    const container = await this.#open();
    if (!this.#isThere) await container.createIfNotExists();
    this.#isThere = true;
    return container;
  }

  async #blob(id: string, part: 'job' | 'request' | 'answer') {
    return (await this.#open()).getBlockBlobClient(`${id}/${part}`);
  }
}

const missing = [404];

async function putAll(container: ContainerClient, job: Job, body: Uint8Array): Promise<void> {
  const created = { conditions: { ifNoneMatch: '*' } };
  // Its request first: a job that is there is whole.
  await container.getBlockBlobClient(`${job.id}/request`).uploadData(body);
  await container.getBlockBlobClient(`${job.id}/job`).uploadData(encodeJob(job), created);
}

async function bytesOf({ readableStreamBody }: BlobDownloadResponseParsed): Promise<Buffer> {
  return readableStreamBody === undefined ? Buffer.alloc(0) : buffer(readableStreamBody);
}
