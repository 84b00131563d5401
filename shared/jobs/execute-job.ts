import { setTimeout as wait } from 'node:timers/promises';
import { GatewayError } from '../errors.ts';
import { refusedAnswer, type JobAnswer } from './job-answer.ts';
import type { FoundJob, JobBlobs } from './job-blobs.ts';
import { takeJobLease, type JobLease, type LeaseTimes } from './job-lease.ts';
import type { JobQueue } from './job-queue.ts';
import type { Job } from './job.ts';
import { putOffMs, type PutOffOptions } from './put-off-ms.ts';

/** One execution of a job: what is to be done, for which time, and until when it is wanted. */
export type JobExecution = {
  readonly job: Job;
  readonly body: Buffer;
  /** Counted from 1. */
  readonly attempt: number;
  /** Aborts when nobody wants the answer any more. */
  readonly gone: AbortSignal;
};

/** Does the work of a job. Rejects only when there is no saying what became of it; it is then executed again. */
export type PerformJob = (execution: JobExecution) => Promise<JobAnswer>;

/**
 * What a job has become: `put-off`, because a limit refused it, and back on the queue for later; `left` to who executes
 * it, with a message behind it should that one die.
 */
export type JobEnd = 'answered' | 'given-up' | 'put-off' | 'left' | 'unknown';

/** What an execution needs. */
export type ExecuteOptions = PutOffOptions & {
  readonly blobs: JobBlobs;
  readonly queue: Pick<JobQueue, 'add'>;
  readonly lease: LeaseTimes;
  /** How often a job is executed before it is given up; the times when a limit refused it do not count. */
  readonly maxAttempts: number;
  /** How long who comes second waits, in milliseconds; longer than the lease of one who has died. */
  readonly longestWaitForOtherMs: number;
};

/**
 * Executes a job, unless it is done, and answers it, or puts it off. The message that asks for it may come twice: who
 * comes second waits until the first has answered, or has died and its lease run out, and then executes it again; a first
 * that takes longer is left to it, and asked after later. Rejects when the storage is down for longer than an answer can
 * be held back.
 */
export async function executeJob(id: string, perform: PerformJob, options: ExecuteOptions): Promise<JobEnd> {
  const { blobs, queue, lease: times, maxAttempts, now } = options;
  for (let waitedMs = 0; ;) {
    if (await blobs.isAnswered(id)) {
      await blobs.removeRequest(id);
      return 'answered';
    }
    const lease = await takeJobLease(await blobs.lease(id), times);
    if (lease === undefined) {
      if ((await blobs.find(id)) === undefined) {
        return 'unknown';
      }
      if (waitedMs >= options.longestWaitForOtherMs) {
        await queue.add(id, askAfterOtherMs);
        return 'left';
      }
      await wait(times.renewEveryMs);
      waitedMs += times.renewEveryMs;
      continue;
    }
    try {
      const found = await blobs.find(id);
      const body = await blobs.request(id);
      if (found === undefined || body === undefined) {
        // It was answered or removed between the two looks.
        return 'unknown';
      }
      if (found.attempts - found.putOffs >= maxAttempts) {
        await finish(id, gaveUp(now()), blobs);
        return 'given-up';
      }
      const answer = await performOnce(found, body, lease, perform, blobs);
      if (answer === undefined) continue;
      const delayMs = putOffMs(answer, found, options);
      if (delayMs === undefined) {
        await finish(id, answer, blobs);
        return 'answered';
      }
      if (await putOff(found, delayMs, lease, options)) return 'put-off';
    } finally {
      await lease.release();
    }
  }
}

/** The answer; `undefined` when the lease was lost, and so the answer is another's to give. */
async function performOnce(
  { job, attempts, putOffs, queuedMs }: FoundJob,
  body: Buffer,
  { id: leaseId, lost }: JobLease,
  perform: PerformJob,
  blobs: JobBlobs,
): Promise<JobAnswer | undefined> {
  const attempt = attempts + 1;
  if (!(await blobs.note(job.id, { attempts: attempt, putOffs, queuedMs }, { leaseId }))) {
    return undefined;
  }
  const answer = await perform({ job, body, attempt, gone: lost });
  return lost.aborted ? undefined : answer;
}

/** Puts a job back on the queue for later; whether it was still this execution's to put. */
async function putOff(
  { job, attempts, putOffs }: FoundJob,
  delayMs: number,
  { id: leaseId }: JobLease,
  { blobs, queue, now }: ExecuteOptions,
): Promise<boolean> {
  const notes = { attempts: attempts + 1, putOffs: putOffs + 1, queuedMs: now() + delayMs };
  if (!(await blobs.note(job.id, notes, { leaseId }))) {
    return false;
  }
  await queue.add(job.id, delayMs);
  return true;
}

/** The answer of a job that ended its process, or could not be answered, as often as is tried. */
export function gaveUp(nowMs: number): JobAnswer {
  return refusedAnswer('job_failed', 'The work was begun several times and never came to an end.', nowMs);
}

/** What was worked out is not given up at the first failure to write it down: it would have to be paid for again. */
async function finish(id: string, answer: JobAnswer, blobs: JobBlobs): Promise<void> {
  for (let waitMs = firstWaitMs; ; waitMs *= 2) {
    try {
      await blobs.finish(id, answer);
      return;
    } catch (error) {
      if (!(error instanceof GatewayError) || waitMs > longestWaitMs) throw error;
      await wait(waitMs);
    }
  }
}

const askAfterOtherMs = 60_000;
const firstWaitMs = 500;
const longestWaitMs = 16_000;
