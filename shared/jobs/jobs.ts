import { randomBytes } from 'node:crypto';
import { executeJob, gaveUp, type JobEnd, type PerformJob } from './execute-job.ts';
import { refusedAnswer, type JobAnswer } from './job-answer.ts';
import { JobBlobs, type FoundJob } from './job-blobs.ts';
import { acceptedMsOf, newJobId } from './job-id.ts';
import type { LeaseTimes } from './job-lease.ts';
import { JobQueue } from './job-queue.ts';
import type { JobStorageAddress } from './job-storage-address.ts';
import { newJobToken, tokenDigest } from './job-token.ts';
import type { Job } from './job.ts';
import { openJobStorage } from './open-job-storage.ts';
import { withStorage } from './storage-failure.ts';
import { sweepJobs } from './sweep-jobs.ts';

/** Work that is answered later. All throw `jobs_unavailable` while the storage is down. */
export type Jobs = {
  /** The queue of job ids; the host moves those that fail too often to one of the same name with `-poison` behind it. */
  readonly queueName: string;
  /** How long one execution may take, and how long a job that limits refuse is tried, in milliseconds. */
  readonly deadlineMs: number;
  /** Keeps a request and puts it on the queue. The token, which is kept nowhere, opens the job to whoever brings it. */
  accept(
    request: Omit<Job, 'id' | 'acceptedMs' | 'tokenSha256'>,
    body: Uint8Array,
  ): Promise<{ job: Job; token: string }>;
  /** A job as it stands; `undefined` for one that never was or whose time is over. */
  find(id: string): Promise<FoundJob | undefined>;
  /** The answer of a job that is done, until its time is over. */
  answer(id: string): Promise<JobAnswer | 'expired' | undefined>;
  /** Puts a job on the queue again that nobody executes though it is not waiting there: its process died. */
  revive(found: FoundJob): Promise<void>;
  /** Ends a job that is not done, wherever it is executed, within seconds. Whether it was not. */
  cancel(id: string): Promise<boolean>;
  remove(id: string): Promise<void>;
  /** See `executeJob`. */
  execute(id: string, perform: PerformJob): Promise<JobEnd>;
  /** Answers a job, whose message failed too often, with `job_failed`, unless somebody executes it after all. */
  giveUp(id: string): Promise<void>;
};

/** Where jobs are kept and how long; the times are for tests to shorten. */
export type JobsOptions = {
  readonly address: JobStorageAddress;
  /** Names the queue and the container: lower case letters, digits and single hyphens, 3 to 56. */
  readonly queueName: string;
  /** How long an answer can be fetched. */
  readonly keepMs: number;
  readonly deadlineMs: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly lease?: LeaseTimes;
};

/** Jobs in Azure Storage. Nothing is opened before the first one is accepted or asked for. */
export function createJobs({
  address,
  queueName,
  keepMs,
  deadlineMs,
  now,
  lease = { leaseSeconds: 15, renewEveryMs: 3_000 },
}: JobsOptions): Jobs {
  let opened: ReturnType<typeof openJobStorage> | undefined;
  const open = () => (opened ??= openJobStorage(address, { queue: queueName, container: queueName }));
  const blobs = new JobBlobs(async () => (await open()).container);
  const queue = new JobQueue(async () => (await open()).queue);
  let sweptMs = now();

  async function sweep(): Promise<void> {
    if (now() - sweptMs < sweepEveryMs) return;
    sweptMs = now();
    // What is left for the next time is not served any more either.
    await withStorage(() => sweepJobs(blobs, { keepMs, nowMs: now(), most: 200 })).catch(() => 0);
  }

  return {
    queueName,
    deadlineMs,
    async accept(request, body) {
      const acceptedMs = now();
      const token = newJobToken(randomBytes);
      const job = { ...request, id: newJobId(acceptedMs, randomBytes), acceptedMs, tokenSha256: tokenDigest(token) };
      await blobs.create(job, body);
      try {
        await queue.add(job.id);
      } catch (error) {
        await blobs.remove(job.id).catch(() => {});
        throw error;
      }
      return { job, token };
    },
    async find(id) {
      return acceptedMsOf(id) === undefined ? undefined : blobs.find(id);
    },
    async answer(id) {
      const answer = await blobs.answer(id);
      return answer !== undefined && answer.finishedMs + keepMs <= now() ? 'expired' : answer;
    },
    async revive(found) {
      const { job, isRunning, attempts, putOffs, queuedMs, version } = found;
      if (isRunning || now() - queuedMs < quietMs || (await queue.hasWaiting())) return;
      // Of several who ask at once, one adds it.
      if (await blobs.note(job.id, { attempts, putOffs, queuedMs: now() }, { version })) await queue.add(job.id);
    },
    async cancel(id) {
      const message = 'The job was cancelled before it was done.';
      const isFirst = await blobs.finish(id, refusedAnswer('job_cancelled', message, now()));
      if (isFirst) {
        const client = await blobs.lease(id);
        await withStorage(() => client.breakLease(0), [404, 409, 412]);
      }
      return isFirst;
    },
    remove: (id) => blobs.remove(id),
    async execute(id, perform) {
      const became = await executeJob(id, perform, {
        blobs,
        queue,
        lease,
        maxAttempts,
        // What is answered later than answers are kept could not be fetched.
        triedForMs: Math.min(deadlineMs, keepMs),
        longestWaitForOtherMs: lease.leaseSeconds * 1_000 + 2 * lease.renewEveryMs,
        now,
        random: Math.random,
      });
      await sweep();
      return became;
    },
    async giveUp(id) {
      const found = await blobs.find(id);
      if (found === undefined) return;
      if (found.isRunning) {
        throw new Error(`Job ${id} is executed at this moment, though its message has failed too often.`);
      }
      await blobs.finish(id, gaveUp(now()));
    },
  };
}

/** As often as the host tries a message. */
const maxAttempts = 5;
const sweepEveryMs = 600_000;
/** A message that nobody has taken for so long, and that does not wait to be taken, has died with who took it. */
const quietMs = 15_000;
