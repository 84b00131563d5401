import type { Config } from '../config/config.ts';
import type { Call } from './call.ts';

/**
 * When a call must have ended, in epoch milliseconds: at the configured deadline, or earlier where whoever asks waits
 * for less.
 */
export function deadlineAtMs(
  { startedMs, deadlineMs }: Pick<Call, 'startedMs' | 'deadlineMs'>,
  { timeouts }: Pick<Config, 'timeouts'>,
): number {
  return startedMs + Math.min(deadlineMs ?? Infinity, timeouts.deadlineMs);
}
