import { setTimeout as wait } from 'node:timers/promises';
import { GatewayError } from '../errors.ts';
import { refusedAnswer, type JobAnswer } from './job-answer.ts';
import type { FoundJob, JobBlobs } from './job-blobs.ts';
import { takeJobLease, type JobLease, type LeaseTimes } from './job-lease.ts';
import type { JobQueue } from './job-queue.ts';
import type { Job, JobName } from './job.ts';
import type { JobTurns } from './job-turns.ts';
import { putOffMs, type PutOffOptions } from './put-off-ms.ts';

/** One execution of a job: what is to be done, for which time, and until when it is wanted. */
export type JobExecution = {
  readonly job: Job;
  readonly body: Buffer;
  /** Counted from 1. */
  readonly attempt: number;
  /** Whether a limit's refusal that asks to wait so many milliseconds only puts the job off, and is not its answer. */
  readonly isPutOff: (askedMs: number | undefined) => boolean;
  /** Aborts when nobody wants the answer any more. */
  readonly gone: AbortSignal;
};

/** Does the work of a job. Rejects only when there is no saying what became of it; it is then executed again. */
export type PerformJob = (execution: JobExecution) => Promise<JobAnswer>;

/**
 * What a job has become: `put-off`, because a limit refused it or its caller has enough under way here, and back on the
 * queue for later; `left` to who executes it, with a message behind it should that one die.
 */
export type JobEnd = 'answered' | 'given-up' | 'put-off' | 'left' | 'unknown';

/** What an execution needs. */
export type ExecuteOptions = PutOffOptions & {
  readonly blobs: JobBlobs;
  readonly queue: Pick<JobQueue, 'add'>;
  readonly lease: LeaseTimes;
  /** How many jobs of one caller this instance executes at a time. */
  readonly turns: JobTurns;
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
  const { blobs, queue, lease: times } = options;
  for (let waitedMs = 0; ;) {
    if (await blobs.isAnswered(id)) {
      const found = await blobs.find(id);
      if (found !== undefined) await blobs.removeRequest(found.job);
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
      const became = await executeLeased(id, lease, perform, options);
      if (became !== undefined) return became;
    } finally {
      await lease.release();
    }
  }
}

/** What a job has become by this execution; `undefined` when the lease was lost, and so it is another's to say. */
async function executeLeased(
  id: string,
  lease: JobLease,
  perform: PerformJob,
  options: ExecuteOptions,
): Promise<JobEnd | undefined> {
  const { blobs, maxAttempts, turns, now, random } = options;
  const found = await blobs.find(id);
  const body = found && (await blobs.request(found.job));
  if (found === undefined || body === undefined) {
    // It was answered or removed between the two looks.
    return 'unknown';
  }
  if (found.attempts - found.putOffs >= maxAttempts) {
    await finish(found.job, gaveUp(now()), blobs);
    return 'given-up';
  }
  const endTurn = await turns.begin(found.job.caller);
  if (endTurn === undefined) {
    // It has not been executed, and so is none of its attempts.
    return putBack(found, Math.ceil(turnMs * (1 + random())), lease, options);
  }
  try {
    // What it is told while it works, and what is decided then, must be the same.
    const drawn = random();
    const decided = { ...options, random: () => drawn };
    const answer = await performOnce(found, body, lease, perform, decided);
    if (answer === undefined) return undefined;
    const delayMs = putOffMs(answer, found, decided);
    if (delayMs === undefined) {
      await finish(found.job, answer, blobs);
      return 'answered';
    }
    const { attempts, putOffs } = found;
    return await putBack({ ...found, attempts: attempts + 1, putOffs: putOffs + 1 }, delayMs, lease, options);
  } finally {
    endTurn();
  }
}

/** The answer; `undefined` when the lease was lost, and so the answer is another's to give. */
async function performOnce(
  found: FoundJob,
  body: Buffer,
  { id: leaseId, lost }: JobLease,
  perform: PerformJob,
  options: ExecuteOptions,
): Promise<JobAnswer | undefined> {
  const { job, attempts, putOffs, queuedMs } = found;
  const attempt = attempts + 1;
  if (!(await options.blobs.note(job.id, { attempts: attempt, putOffs, queuedMs }, { leaseId }))) {
    return undefined;
  }
  const isPutOff = (askedMs: number | undefined): boolean => {
    const refusal = { status: 429, headers: askedMs === undefined ? {} : { 'retry-after-ms': String(askedMs) } };
    return !lost.aborted && putOffMs(refusal, found, options) !== undefined;
  };
  const answer = await perform({ job, body, attempt, isPutOff, gone: lost });
  return lost.aborted ? undefined : answer;
}

/** Puts a job back on the queue for later, unless the lease was lost. */
async function putBack(
  { job, attempts, putOffs }: FoundJob,
  delayMs: number,
  { id: leaseId }: JobLease,
  { blobs, queue, now }: ExecuteOptions,
): Promise<'put-off' | undefined> {
  if (!(await blobs.note(job.id, { attempts, putOffs, queuedMs: now() + delayMs }, { leaseId }))) {
    return undefined;
  }
  await queue.add(job.id, delayMs);
  return 'put-off';
}

/** The answer of a job that ended its process, or could not be answered, as often as is tried. */
export function gaveUp(nowMs: number): JobAnswer {
  return refusedAnswer('job_failed', 'The work was begun several times and never came to an end.', nowMs);
}

/** What was worked out is not given up at the first failure to write it down: it would have to be paid for again. */
async function finish(job: JobName, answer: JobAnswer, blobs: JobBlobs): Promise<void> {
  for (let waitMs = firstWaitMs; ; waitMs *= 2) {
    try {
      await blobs.finish(job, answer);
      return;
    } catch (error) {
      if (!(error instanceof GatewayError) || waitMs > longestWaitMs) throw error;
      await wait(waitMs);
    }
  }
}

const askAfterOtherMs = 60_000;
/** Up to twice as long a job waits whose caller has as many under way here as it may. */
const turnMs = 5_000;
const firstWaitMs = 500;
const longestWaitMs = 16_000;
