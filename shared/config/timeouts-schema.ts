import type * as z from 'zod';
import type { Timeouts } from './config.ts';
import { wholeNumber } from './field-schemas.ts';
import { strictObject } from './strict-object.ts';

// Azure's front end cuts any HTTP call at 230 s: past that nobody is left to answer.
const longestDeadlineMs = 229_999;
const defaults = { connectMs: 5000, firstOutputMs: 60_000, idleMs: 60_000, attemptMs: 200_000, deadlineMs: 220_000 };

const member = (name: keyof Timeouts, meaning: string) =>
  wholeNumber({ min: 1, ...(name === 'deadlineMs' ? { max: longestDeadlineMs } : {}) })
    .describe(
      `${meaning} In milliseconds; default ${defaults[name]}${name === 'deadlineMs' ? '' : ', or less to fit those around it'}.`,
    )
    .optional();

/** The clocks of a call. Each is optional: what is not given follows from what is. */
export const timeoutsSchema = strictObject({
  connectMs: member('connectMs', 'To connect to the upstream.'),
  firstOutputMs: member('firstOutputMs', 'From the start of an attempt to the first real output.'),
  idleMs: member('idleMs', 'Longest silence between two chunks of a stream.'),
  attemptMs: member('attemptMs', 'One attempt, whole.'),
  deadlineMs: member('deadlineMs', 'The whole call: every attempt, wait and stream. Below 230000.'),
}).describe('The clocks of a call, each within the next: connect, first output, attempt, deadline.');

/** The clocks with the absent ones filled in: each default, or the clock around it where that is shorter. */
export function resolveTimeouts(given: z.output<typeof timeoutsSchema>): Timeouts {
  const deadlineMs = given.deadlineMs ?? defaults.deadlineMs;
  const attemptMs = given.attemptMs ?? Math.min(defaults.attemptMs, deadlineMs);
  const firstOutputMs = given.firstOutputMs ?? Math.min(defaults.firstOutputMs, attemptMs);
  const idleMs = given.idleMs ?? Math.min(defaults.idleMs, attemptMs);
  const connectMs = given.connectMs ?? Math.min(defaults.connectMs, firstOutputMs);
  return { connectMs, firstOutputMs, idleMs, attemptMs, deadlineMs };
}
