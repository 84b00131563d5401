import type { Job } from '../jobs/job.ts';
import { jsonAnswer, type HttpAnswer } from './answers.ts';

/** How a job stands, as callers read it. */
export type JobStatus = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';

/** A job in a body: its id, how it stands, and when it was accepted, in epoch seconds. */
export function jobBody({ id, acceptedMs }: Pick<Job, 'id' | 'acceptedMs'>, status: JobStatus) {
  return { id, object: 'job', status, created_at: Math.floor(acceptedMs / 1000) } as const;
}

/**
 * The answer for a job that is not done: 202, where to ask again and when. A Logic App goes on asking there, by itself,
 * for as long as it is answered 202. One that was put off is not asked for before `dueMs`, when it is tried again.
 */
export function pendingAnswer(
  job: Pick<Job, 'id' | 'acceptedMs'>,
  status: 'queued' | 'running',
  location: string,
  nowMs: number,
  // Absent, it waits for nothing but its turn.
  dueMs = 0,
): HttpAnswer {
  return {
    ...jsonAnswer({ ...jobBody(job, status), location }),
    status: 202,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      location,
      'retry-after': String(Math.max(askAgainSeconds(nowMs - job.acceptedMs), Math.ceil((dueMs - nowMs) / 1_000))),
    },
  };
}

/** The longer a job takes, the less it matters to hear of its end a few seconds sooner. */
function askAgainSeconds(ageMs: number): number {
  return Math.min(15, Math.max(2, Math.ceil(ageMs / 10_000)));
}
