import { setTimeout as wait } from 'node:timers/promises';
import { GatewayError } from '../errors.ts';
import { refusedAnswer, type JobAnswer } from './job-answer.ts';
import type { FoundJob, JobBlobs } from './job-blobs.ts';
import { takeJobLease, type JobLease, type LeaseTimes } from './job-lease.ts';
import type { Job } from './job.ts';

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

/** What an execution needs. `now` gives epoch milliseconds. */
export type ExecuteOptions = {
  readonly blobs: JobBlobs;
  readonly lease: LeaseTimes;
  /** How often a job is executed before it is given up. */
  readonly maxAttempts: number;
  readonly now: () => number;
};

/**
 * Executes a job, unless it is done, and answers it. The message that asks for it may come twice: who comes second waits
 * until the first has answered, or has died and its lease run out, and then executes it again. Resolves to what the job
 * has become. Rejects when the storage is down for longer than an answer can be held back.
 */
export async function executeJob(
  id: string,
  perform: PerformJob,
  { blobs, lease: times, maxAttempts, now }: ExecuteOptions,
): Promise<'answered' | 'given-up' | 'unknown'> {
  for (;;) {
    if (await blobs.isAnswered(id)) {
      await blobs.removeRequest(id);
      return 'answered';
    }
    const lease = await takeJobLease(await blobs.lease(id), times);
    if (lease === undefined) {
      if ((await blobs.find(id)) === undefined) {
        return 'unknown';
      }
      await wait(times.renewEveryMs);
      continue;
    }
    try {
      const found = await blobs.find(id);
      const body = await blobs.request(id);
      if (found === undefined || body === undefined) {
        // It was answered or removed between the two looks.
        return 'unknown';
      }
      if (found.attempts >= maxAttempts) {
        await finish(id, gaveUp(now()), blobs);
        return 'given-up';
      }
      const answer = await performOnce(found, body, lease, perform, blobs);
      if (answer !== undefined) {
        await finish(id, answer, blobs);
        return 'answered';
      }
    } finally {
      await lease.release();
    }
  }
}

/** The answer; `undefined` when the lease was lost, and so the answer is another's to give. */
async function performOnce(
  { job, attempts, queuedMs }: FoundJob,
  body: Buffer,
  { id: leaseId, lost }: JobLease,
  perform: PerformJob,
  blobs: JobBlobs,
): Promise<JobAnswer | undefined> {
  const attempt = attempts + 1;
  if (!(await blobs.note(job.id, { attempts: attempt, queuedMs }, { leaseId }))) {
    return undefined;
  }
  const answer = await perform({ job, body, attempt, gone: lost });
  return lost.aborted ? undefined : answer;
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

const firstWaitMs = 500;
const longestWaitMs = 16_000;
