import type { Gateway } from '../gateway/gateway.ts';
import type { JobRun } from '../gateway/job-run.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Tracing } from '../telemetry/tracing.ts';
import type { Arrivals } from './arrivals.ts';

/** What every function of one worker process shares. */
export type Worker = {
  readonly gateway: Gateway;
  readonly arrivals: Arrivals;
  readonly log: Logger;
  /** Absent: nothing is traced, and a caller's `traceparent` goes on as it came. */
  readonly tracing?: Tracing | undefined;
  /** Work that is answered later; absent where there is no storage for it, and `Prefer: respond-async` is then ignored. */
  readonly jobs?: Jobs | undefined;
  /** The job that it executes: it answers no HTTP request, that was the one that the job was accepted from. */
  readonly executedJob?: Pick<JobRun, 'id' | 'attempt'> | undefined;
  /** Where callers reach the app, without a slash at the end; absent, the host that a request names. */
  readonly publicUrl?: string | undefined;
  readonly maxBodyBytes: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly newRequestId: () => string;
};
