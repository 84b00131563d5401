import { randomBytes } from 'node:crypto';
import { GatewayError } from '../errors.ts';
import { executeJob, gaveUp, type JobEnd, type PerformJob } from './execute-job.ts';
import { refusedAnswer, type JobAnswer } from './job-answer.ts';
import { JobBlobs, type FoundJob } from './job-blobs.ts';
import { createJobHealth, type JobsState } from './job-health.ts';
import { acceptedMsOf, newJobId } from './job-id.ts';
import type { LeaseTimes } from './job-lease.ts';
import { JobQueue } from './job-queue.ts';
import type { JobStorageAddress } from './job-storage-address.ts';
import { claimedToken, JobClaims, requestDigest } from './job-claims.ts';
import { newJobToken, tokenDigest } from './job-token.ts';
import { createJobTurns } from './job-turns.ts';
import type { Job, JobName } from './job.ts';
import { openJobStorage } from './open-job-storage.ts';
import { withStorage } from './storage-failure.ts';
import { sweepBeside, sweepJobs } from './sweep-jobs.ts';

/** Work that is answered later. All throw `jobs_unavailable` while the storage is down. */
export type Jobs = {
  /** The queue of job ids; the host moves those that fail too often to one of the same name with `-poison` behind it. */
  readonly queueName: string;
  /** How long one execution may take, and how long a job that limits refuse is tried, in milliseconds. */
  readonly deadlineMs: number;
  /**
   * Keeps a request and puts it on the queue. Throws `rate_limit_exceeded` for a caller who has `mostOpen` open, and
   * `idempotency_key_reused` for a key that came with another request before.
   */
  accept(request: JobRequest, body: Uint8Array, options: AcceptOptions): Promise<AcceptedJob>;
  /** A job as it stands; `undefined` for one that never was or whose time is over. */
  find(id: string): Promise<FoundJob | undefined>;
  /** The answer of a job that is done, until its time is over. */
  answer(id: string): Promise<JobAnswer | 'expired' | undefined>;
  /** Puts a job on the queue again that nobody executes though it is not waiting there: its process died. */
  revive(found: FoundJob): Promise<void>;
  /** Ends a job that is not done, wherever it is executed, within seconds. Whether it was not. */
  cancel(job: JobName): Promise<boolean>;
  remove(id: string): Promise<void>;
  /** How the queue stands. It never rejects. */
  state(): Promise<JobsState>;
  /** See `executeJob`. */
  execute(id: string, perform: PerformJob): Promise<JobEnd>;
  /** Answers a job, whose message failed too often, with `job_failed`, unless somebody executes it after all. */
  giveUp(id: string): Promise<void>;
};

/** What a job is made of. */
export type JobRequest = Omit<Job, 'id' | 'acceptedMs' | 'tokenSha256'>;

/** How a request is accepted. */
export type AcceptOptions = {
  /** How many jobs its caller may have open, this one included. */
  readonly mostOpen: number;
  /** By which its caller tells that it sends the same again. */
  readonly idempotencyKey?: string | undefined;
};

/** A job that is accepted, now or, where it is a repeat, before. */
export type AcceptedJob = {
  readonly job: Job;
  /** Opens the job to whoever brings it; it is kept nowhere. */
  readonly token: string;
  readonly isRepeat: boolean;
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
  const claims = new JobClaims(async () => (await open()).container);
  const turns = createJobTurns(mostTurns);
  let sweptMs = now();

  /** The id and token of the job that a request becomes, or with its key has become. */
  async function named(request: JobRequest, body: Uint8Array, idempotencyKey: string | undefined) {
    const jobId = newJobId(now(), randomBytes);
    if (idempotencyKey === undefined) return { id: jobId, token: newJobToken(randomBytes) };
    const requestSha256 = requestDigest(request.url, body);
    const claim = await claims.claim({ ...request, idempotencyKey }, { jobId, requestSha256 }, now() - keepMs);
    if (claim.requestSha256 !== requestSha256) {
      throw new GatewayError('idempotency_key_reused', 'This Idempotency-Key came with another request before.', {
        param: 'idempotency-key',
      });
    }
    return { id: claim.jobId, token: claimedToken(claim, idempotencyKey) };
  }

  async function sweep(): Promise<void> {
    if (now() - sweptMs < sweepEveryMs) return;
    sweptMs = now();
    // What is left for the next time is not served any more either.
    const options = { keepMs, nowMs: now(), most: 200 };
    await withStorage(() => sweepJobs(blobs, options)).catch(() => 0);
    await withStorage(() => sweepBeside(blobs, options)).catch(() => 0);
  }

  return {
    queueName,
    deadlineMs,
    async accept(request, body, { mostOpen, idempotencyKey }) {
      const { id, token } = await named(request, body, idempotencyKey);
      const earlier = idempotencyKey === undefined ? undefined : await blobs.find(id);
      if (earlier !== undefined) return { job: earlier.job, token, isRepeat: true };

      const job = { ...request, id, acceptedMs: acceptedMsOf(id) ?? now(), tokenSha256: tokenDigest(token) };
      const isMine = await blobs.keepRequest(job, body);
      try {
        // Looked for among the others once it is kept, so that several who come at once see each other.
        if (!(await blobs.isAmongOldest(job, mostOpen))) throw tooManyOpen(mostOpen);
        const isMade = await blobs.create(job);
        if (isMade) await queue.add(job.id);
        return { job, token, isRepeat: !isMade };
      } catch (error) {
        // What a repeat under way at the same time has kept is that one's to remove.
        if (isMine) {
          await blobs.remove(job.id).catch(() => {});
          await blobs.removeRequest(job).catch(() => {});
        }
        throw error;
      }
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
    async cancel(job) {
      const message = 'The job was cancelled before it was done.';
      const isFirst = await blobs.finish(job, refusedAnswer('job_cancelled', message, now()));
      if (isFirst) {
        const client = await blobs.lease(job.id);
        await withStorage(() => client.breakLease(0), [404, 409, 412]);
      }
      return isFirst;
    },
    remove: (id) => blobs.remove(id),
    state: createJobHealth(queue, now),
    async execute(id, perform) {
      const became = await executeJob(id, perform, {
        blobs,
        queue,
        lease,
        turns,
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
      await blobs.finish(found.job, gaveUp(now()));
    },
  };
}

function tooManyOpen(mostOpen: number): GatewayError {
  return new GatewayError(
    'rate_limit_exceeded',
    `The caller has ${mostOpen} jobs open, as many as it may (maxJobs). Send this again when some are done.`,
    { retryAfterMs: 10_000 },
  );
}

/**
 * The host takes no more messages while more than `newBatchThreshold` of `host.json` (24) are worked on: three callers may
 * have as many jobs under way as one may, and there is still room for a fourth.
 */
const mostTurns = 8;
/** As often as the host tries a message. */
const maxAttempts = 5;
const sweepEveryMs = 600_000;
/** A message that nobody has taken for so long, and that does not wait to be taken, has died with who took it. */
const quietMs = 15_000;
