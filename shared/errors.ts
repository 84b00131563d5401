/**
 * The errors a caller can meet, and the HTTP status each is answered with. The README's error table is this table.
 *
 * `upstream_*` codes describe what lies behind Sluice; the others describe the call itself.
 */
export const errorTable = {
  invalid_request: { status: 400, type: 'invalid_request_error' },
  invalid_json: { status: 400, type: 'invalid_request_error' },
  unsupported_parameter: { status: 400, type: 'invalid_request_error' },
  unsupported_api_version: { status: 400, type: 'invalid_request_error' },
  unsupported_operation: { status: 400, type: 'invalid_request_error' },
  context_length_exceeded: { status: 400, type: 'invalid_request_error' },
  content_filter: { status: 400, type: 'invalid_request_error' },
  upstream_refused: { status: 400, type: 'invalid_request_error' },
  invalid_api_key: { status: 401, type: 'authentication_error' },
  invalid_token: { status: 401, type: 'authentication_error' },
  caller_not_allowed: { status: 403, type: 'permission_error' },
  operation_not_allowed: { status: 403, type: 'permission_error' },
  admin_required: { status: 403, type: 'permission_error' },
  model_not_allowed: { status: 403, type: 'permission_error' },
  route_not_found: { status: 404, type: 'invalid_request_error' },
  model_not_found: { status: 404, type: 'invalid_request_error' },
  job_not_found: { status: 404, type: 'invalid_request_error' },
  method_not_allowed: { status: 405, type: 'invalid_request_error' },
  conflict: { status: 409, type: 'conflict_error' },
  job_cancelled: { status: 410, type: 'request_cancelled' },
  request_too_large: { status: 413, type: 'invalid_request_error' },
  unsupported_media_type: { status: 415, type: 'invalid_request_error' },
  idempotency_key_reused: { status: 422, type: 'invalid_request_error' },
  unprocessable_request: { status: 422, type: 'invalid_request_error' },
  rate_limit_exceeded: { status: 429, type: 'rate_limit_error' },
  budget_exceeded: { status: 429, type: 'insufficient_quota' },
  caller_gone: { status: 499, type: 'request_cancelled' },
  internal_error: { status: 500, type: 'server_error' },
  job_failed: { status: 500, type: 'server_error' },
  upstream_credential_refused: { status: 502, type: 'upstream_error' },
  upstream_deployment_missing: { status: 502, type: 'upstream_error' },
  upstream_malformed: { status: 502, type: 'upstream_error' },
  upstream_failed: { status: 502, type: 'upstream_error' },
  jobs_unavailable: { status: 503, type: 'server_error' },
  identity_unavailable: { status: 503, type: 'server_error' },
  usage_unavailable: { status: 503, type: 'server_error' },
  upstream_unavailable: { status: 503, type: 'upstream_error' },
  secret_unavailable: { status: 503, type: 'upstream_error' },
  upstream_timeout: { status: 504, type: 'timeout_error' },
  deadline_exceeded: { status: 504, type: 'timeout_error' },
  not_cached: { status: 504, type: 'cache_error' },
} as const satisfies Record<string, { status: number; type: string }>;

/** A row of the table: what went wrong, as the error body's `code` says it. */
export type ErrorCode = keyof typeof errorTable;

/** OpenAI's error object, as it stands in an error answer's body and in an event stream's error event. */
export type ErrorBody = {
  error: {
    message: string;
    type: string;
    param: string | null;
    code: string;
    innererror?: unknown;
  };
};

type GatewayErrorOptions = {
  cause?: unknown;
  /** The request member at fault, as OpenAI's `param`. */
  param?: string | undefined;
  /** How long the caller should wait before the next call, in milliseconds. Answered as `retry-after(-ms)`. */
  retryAfterMs?: number | undefined;
  /** Replaces `code` on the wire where a client library knows the upstream's own word, such as `unsupported_value`. */
  wireCode?: string | undefined;
  /** Azure's verdicts of a content filter, passed on as they came. */
  innererror?: unknown;
  /** What the answer's headers say beyond that. */
  headers?: Readonly<Record<string, string>> | undefined;
};

/** The one error that crosses the wire. Everything else thrown is a bug and is answered `internal_error`. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly code: ErrorCode;
  readonly param: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly wireCode: string;
  readonly innererror: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, message: string, options: GatewayErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.param = options.param;
    this.retryAfterMs = options.retryAfterMs;
    this.wireCode = options.wireCode ?? code;
    this.innererror = options.innererror;
    this.headers = options.headers ?? {};
  }

  get status(): number {
    return errorTable[this.code].status;
  }

  toBody(): ErrorBody {
    return {
      error: {
        message: this.message,
        type: errorTable[this.code].type,
        param: this.param ?? null,
        code: this.wireCode,
        ...(this.innererror === undefined ? {} : { innererror: this.innererror }),
      },
    };
  }
}
