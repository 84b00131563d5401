import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { BlobDownloadResponseParsed, ContainerClient } from '@azure/storage-blob';
import { claimPrefix, decodeJob, encodeJob, type Job, type JobName } from './job.ts';
import { decodeAnswer, encodeAnswer, type JobAnswer } from './job-answer.ts';
import { acceptedMsOf } from './job-id.ts';
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
 * A job in blobs: `{id}/job` says what it is, never changes and is leased to whoever executes it; `open/{caller}/{id}` is
 * its body, gone when it is done, so that it is seen how many a caller has open; `{id}/answer` is made once, by whoever is
 * first, and makes the job done. All throw `jobs_unavailable`.
 */
export class JobBlobs {
  readonly #open: () => Promise<ContainerClient>;
  #isThere = false;

  constructor(open: () => Promise<ContainerClient>) {
    this.#open = open;
  }

  /**
   * Keeps the request of a job that is to be, and so counts it among its caller's open ones; whether it was not kept
   * before.
   */
  async keepRequest(job: JobName, body: Uint8Array): Promise<boolean> {
    const kept = await withStorage(async () => {
      const container = await this.#made();
      const put = () => container.getBlockBlobClient(requestOf(job)).uploadData(body, created);
      try {
        return await put();
      } catch (error) {
        if (storageStatus(error) !== 404) throw error;
        // Somebody has removed the container.
        await container.createIfNotExists();
        return put();
      }
    }, [409, 412]);
    return kept !== undefined;
  }

  /**
   * Whether a job whose request is kept is among the `most` oldest that its caller has open. So of several that come at
   * once some are, and not none.
   */
  async isAmongOldest(job: JobName, most: number): Promise<boolean> {
    const isAmong = await withStorage(async () => {
      let younger = most;
      for await (const { name } of (await this.#open()).listBlobsFlat({ prefix: openOf(job.caller) })) {
        if (name === requestOf(job)) return true;
        younger -= 1;
        if (younger === 0) return false;
      }
      return false;
    });
    return isAmong === true;
  }

  /** Makes a job of a request that is kept; whether it was not made before. From here on it is there, whole. */
  async create(job: Job): Promise<boolean> {
    const made = await withStorage(async () => {
      await this.#made();
      return (await this.#blob(job.id, 'job')).uploadData(encodeJob(job), created);
    }, [409, 412]);
    return made !== undefined;
  }

  /** A job as it stands; `undefined` where there is none, or none that this version can read. */
  async find(id: string): Promise<FoundJob | undefined> {
    const found = await withStorage(async () => {
      const blob = await (await this.#blob(id, 'job')).download();
      const { metadata = {}, leaseState, etag = '' } = blob;
      return { bytes: await bytesOf(blob), metadata, isRunning: leaseState === 'leased', version: etag };
    }, missing);
    const job = found && decodeJob(found.bytes);
    if (found === undefined || job === undefined) return undefined;
    const { metadata, isRunning, version } = found;
    return {
      job,
      isRunning,
      attempts: Number(metadata['attempts'] ?? 0),
      putOffs: Number(metadata['putoffs'] ?? 0),
      queuedMs: Number(metadata['queuedms'] ?? job.acceptedMs),
      version,
    };
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

  async request(job: JobName): Promise<Buffer | undefined> {
    return withStorage(async () => bytesOf(await (await this.#request(job)).download()), missing);
  }

  async answer(id: string): Promise<JobAnswer | undefined> {
    const bytes = await withStorage(async () => bytesOf(await (await this.#blob(id, 'answer')).download()), missing);
    return bytes && decodeAnswer(bytes);
  }

  async isAnswered(id: string): Promise<boolean> {
    return (await withStorage(async () => (await this.#blob(id, 'answer')).exists())) === true;
  }

  /** Answers a job, unless it is answered: whether this is its answer now. Its request is then not needed any more. */
  async finish(job: JobName, answer: JobAnswer): Promise<boolean> {
    const made = await withStorage(
      async () => (await this.#blob(job.id, 'answer')).uploadData(encodeAnswer(answer), created),
      [409, 412],
    );
    await this.removeRequest(job);
    return made !== undefined;
  }

  async removeRequest(job: JobName): Promise<void> {
    await withStorage(async () => (await this.#request(job)).deleteIfExists(), missing);
  }

  /**
   * Removes a job and, last, its answer, so that nobody takes what is left for a job that waits. Its lease is broken
   * before: whoever answered it may not have given it back yet, or have died with it. A request that nobody has removed is
   * found by `listOpen`.
   */
  async remove(id: string): Promise<void> {
    await withStorage(async () => (await this.lease(id)).breakLease(0), [404, 409, 412]);
    for (const part of ['job', 'answer'] as const) {
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
    for await (const { name, properties } of (await this.#made()).listBlobsFlat({ prefix: 'job_' })) {
      const [id = '', part = ''] = name.split('/');
      yield { id, part, writtenMs: properties.lastModified.getTime() };
    }
  }

  /** What is kept beside jobs, by its whole name: requests that are open, and keys by which a caller tells repeats. */
  async *listBeside(): AsyncGenerator<{ readonly name: string; readonly beganMs: number }> {
    const container = await this.#made();
    for (const prefix of [openPrefix, claimPrefix]) {
      for await (const { name, properties } of container.listBlobsFlat({ prefix })) {
        yield { name, beganMs: acceptedMsOf(name.split('/').at(-1) ?? '') ?? properties.lastModified.getTime() };
      }
    }
  }

  async removeBeside(name: string): Promise<void> {
    await withStorage(async () => (await this.#open()).getBlockBlobClient(name).deleteIfExists(), missing);
  }

  async #made(): Promise<ContainerClient> {
    const container = await this.#open();
    if (!this.#isThere) await container.createIfNotExists();
    this.#isThere = true;
    return container;
  }

  async #blob(id: string, part: 'job' | 'answer') {
    return (await this.#open()).getBlockBlobClient(`${id}/${part}`);
  }

  async #request(job: JobName) {
    return (await this.#open()).getBlockBlobClient(requestOf(job));
  }
}

const missing = [404];
const created = { conditions: { ifNoneMatch: '*' } };
const openPrefix = 'open/';

function requestOf({ id, caller }: JobName): string {
  return `${openOf(caller)}${id}`;
}

/** A caller's name may hold what a blob's name may not. */
function openOf(caller: string): string {
  return `${openPrefix}${createHash('sha256').update(caller).digest('hex').slice(0, 32)}/`;
}

async function bytesOf({ readableStreamBody }: BlobDownloadResponseParsed): Promise<Buffer> {
  return readableStreamBody === undefined ? Buffer.alloc(0) : buffer(readableStreamBody);
}
