import type { JobAnswer } from '../jobs/job-answer.ts';
import type { HttpAnswer } from './answers.ts';

/** A job's answer as it is given: status, headers and bytes of the call itself. */
export function answeredJob({ status, headers, body }: JobAnswer): HttpAnswer {
  return { status, headers, body };
}
