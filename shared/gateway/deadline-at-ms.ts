import type { Config } from '../config/config.ts';
import type { Call } from './call.ts';

/**
 * When a call must have ended, in epoch milliseconds: at the configured deadline, or earlier where whoever asks waits
 * for less. Nobody waits on a connection for a job's call, which has a deadline of its own instead.
 */
export function deadlineAtMs(
  { startedMs, deadlineMs, job }: Pick<Call, 'startedMs' | 'deadlineMs' | 'job'>,
  { timeouts }: Pick<Config, 'timeouts'>,
): number {
  return startedMs + (job === undefined ? Math.min(deadlineMs ?? Infinity, timeouts.deadlineMs) : job.deadlineMs);
}

/**
 * How long one attempt of a call may take, in milliseconds. Of a job's longer time each attempt has the same share as of
 * any call's, so that there is still room for another.
 */
export function attemptMsOf({ job }: Pick<Call, 'job'>, { timeouts }: Pick<Config, 'timeouts'>): number {
  const { attemptMs, deadlineMs } = timeouts;
  return job === undefined ? attemptMs : attemptMs * Math.max(1, job.deadlineMs / deadlineMs);
}
