import type { Gateway } from '../gateway/gateway.ts';
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
  readonly maxBodyBytes: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly newRequestId: () => string;
};
