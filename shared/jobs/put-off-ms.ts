import type { JobAnswer } from './job-answer.ts';
import type { FoundJob } from './job-blobs.ts';

/** What decides how long a job is put off. `now` gives epoch milliseconds, `random` a number from 0 up to 1. */
export type PutOffOptions = {
  /** How long after its acceptance a job is begun once more at the latest. */
  readonly triedForMs: number;
  readonly now: () => number;
  readonly random: () => number;
};

/**
 * For how many milliseconds a job is put off whose call a limit refused (429); `undefined` where the refusal is its
 * answer: it does not say when there will be room, or says a time when the job is not tried any more.
 *
 * No less than the refusal asks for, and up to a tenth more, so that those that it put off together do not all come back
 * together; five minutes at the most, because room may be made before. The more often a job has been put off, the longer
 * it waits at the least.
 */
export function putOffMs(
  { status, headers }: Pick<JobAnswer, 'status' | 'headers'>,
  { job, putOffs }: Pick<FoundJob, 'job' | 'putOffs'>,
  { triedForMs, now, random }: PutOffOptions,
): number | undefined {
  const askedMs = Number(headers['retry-after-ms'] ?? Number.NaN);
  if (status !== 429 || !Number.isFinite(askedMs) || now() + askedMs > job.acceptedMs + triedForMs) {
    return undefined;
  }
  const leastMs = Math.min(longestLeastMs, (putOffs + 1) * 1_000);
  const waitMs = Math.ceil(Math.min(longestMs, Math.max(leastMs, askedMs) * (1 + random() / 10)));
  return now() + waitMs > job.acceptedMs + triedForMs ? undefined : waitMs;
}

const longestLeastMs = 30_000;
const longestMs = 300_000;
