import { GatewayError } from '../errors.ts';
import { failureTable, type FailureKind, type FailureRule } from './failure-table.ts';

type UpstreamFailureOptions = {
  cause?: unknown;
  /** The upstream's HTTP status, where it answered. */
  status?: number | undefined;
  /** How long the upstream asked to wait, in milliseconds. */
  retryAfterMs?: number | undefined;
  param?: string | undefined;
  wireCode?: string | undefined;
  innererror?: unknown;
  /** The upstream's own id of the failed request, for a support case. */
  upstreamRequestId?: string | undefined;
};

/** Why one attempt failed. `message` is fit for the caller; it never holds a credential or an upstream's raw 401. */
export class UpstreamFailure extends Error {
  override readonly name = 'UpstreamFailure';
  readonly kind: FailureKind;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly upstreamRequestId: string | undefined;
  readonly #options: UpstreamFailureOptions;

  constructor(kind: FailureKind, message: string, options: UpstreamFailureOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.status = options.status;
    this.retryAfterMs = options.retryAfterMs;
    this.upstreamRequestId = options.upstreamRequestId;
    this.#options = options;
  }

  /** The request member the upstream refused, where it named one. */
  get param(): string | undefined {
    return this.#options.param;
  }

  /** The upstream’s own error code, where a client library may know it. */
  get wireCode(): string | undefined {
    return this.#options.wireCode;
  }

  get rule(): FailureRule {
    return failureTable[this.kind];
  }

  /** The answer this failure becomes when nothing else could serve the call; `message` where more is to be said. */
  toGatewayError(retryAfterMs?: number, message = this.message): GatewayError {
    return new GatewayError(this.rule.code, message, {
      cause: this,
      retryAfterMs,
      param: this.#options.param,
      wireCode: this.#options.wireCode,
      innererror: this.#options.innererror,
      // OpenAI's clients would send it again within seconds.
      headers: this.kind === 'never-fits' ? { 'x-should-retry': 'false' } : undefined,
    });
  }
}
