import type { JobQueue } from './job-queue.ts';

/**
 * How the queue of jobs stands: `late` where one has waited there for ten minutes and nobody takes it, because no host
 * polls the queue or all instances have more than enough to do; `failed` where it cannot be read.
 */
export type JobsState = 'ok' | 'late' | 'failed';

/** Looks at the queue, at most every ten seconds however often it is asked. It never rejects. */
export function createJobHealth(queue: Pick<JobQueue, 'oldestMs'>, now: () => number): () => Promise<JobsState> {
  let seen: { readonly atMs: number; readonly state: Promise<JobsState> } | undefined;

  async function look(): Promise<JobsState> {
    try {
      const oldestMs = await queue.oldestMs(limitMs);
      return oldestMs !== undefined && now() - oldestMs > lateMs ? 'late' : 'ok';
    } catch {
      // Whoever would have a job hears why; here it is a state among others.
      return 'failed';
    }
  }
  return () => {
    if (seen === undefined || now() - seen.atMs >= keptMs) seen = { atMs: now(), state: look() };
    return seen.state;
  };
}

/** Who asks after health waits no longer. */
const limitMs = 3_000;
const keptMs = 10_000;
/** A job that was put off has been in the queue for up to five minutes when it may be taken. */
const lateMs = 600_000;
