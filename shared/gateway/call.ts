import type { CacheControl } from '../cache/cache-control.ts';
import type { Caller, FitStrategy, ProviderName } from '../config/config.ts';
import type { Span } from '../telemetry/span.ts';
import type { CallAccount } from './call-account.ts';
import type { CallTally } from './call-tally.ts';
import type { JobRun } from './job-run.ts';

/** One call as the gateway sees it: who makes it, under which id, and whether they are still there. */
export type Call = {
  readonly requestId: string;
  readonly caller: Caller;
  /** The public id of what proves the caller: of a gateway key, `entra:` and an application's id, or `function-key`. */
  readonly keyId: string;
  /** The span its work belongs to; absent where nothing is traced. */
  readonly span?: Span | undefined;
  /** Whether its span holds other calls too, so that this one is given a span of its own. */
  readonly isPart?: boolean | undefined;
  /** W3C trace context to carry on where nothing is traced here, already checked. */
  readonly traceparent?: string | undefined;
  /** Aborts when the caller hangs up. */
  readonly gone: AbortSignal;
  /** What the caller says the call belongs to, where budgets are for sessions. */
  readonly session?: string | undefined;
  /** What the call has reserved of its caller's limits; made where it is admitted. */
  readonly account?: CallAccount | undefined;
  readonly startedMs: number;
  /** How long it may take, in milliseconds, where its caller waits less than the configured deadline. */
  readonly deadlineMs?: number | undefined;
  /** The execution of a job that the call is, or is a part of. */
  readonly job?: JobRun | undefined;
  /** What the caller lets the gateway do with kept answers. */
  readonly cacheControl: CacheControl;
  /** The strategy the caller chose for a prompt that does not fit; absent, the route's. */
  readonly fit?: FitStrategy | undefined;
  /** The least similarity at which another question's answer may serve; counts only where it is stricter than the route's. */
  readonly minSimilarity?: number | undefined;
  /** Only deployments of this provider may serve, when the caller said so. */
  readonly provider?: ProviderName | undefined;
  /** What its record will say of it; made where an operation begins. */
  readonly tally?: CallTally | undefined;
};
