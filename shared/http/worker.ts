import type { Gateway } from '../gateway/gateway.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Arrivals } from './arrivals.ts';

/** What every function of one worker process shares. */
export type Worker = {
  readonly gateway: Gateway;
  readonly arrivals: Arrivals;
  readonly log: Logger;
  readonly maxBodyBytes: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly newRequestId: () => string;
};
