import type { ErrorCode } from '../errors.ts';

/** What Sluice does about a kind of upstream failure. This table is acted on, and the documentation is made from it. */
export type FailureRule = {
  /** What the caller is told when this failure ends the call. */
  readonly code: ErrorCode;
  /** Whether another deployment is tried, at once. */
  readonly elsewhere: boolean;
  /** Whether the same deployment is tried again after a wait. */
  readonly again: boolean;
  /** Whether it says that the deployment is unwell (true), or only something about this call or its load (false). */
  readonly unhealthy: boolean;
  readonly when: string;
};

/** Every way an attempt can fail, and what follows from it. */
export const failureTable = {
  throttled: {
    code: 'rate_limit_exceeded',
    elsewhere: true,
    again: true,
    unhealthy: false,
    when: '429: the deployment asks to wait',
  },
  'never-fits': {
    code: 'rate_limit_exceeded',
    elsewhere: true,
    again: false,
    unhealthy: false,
    when: '429 with a wait of an hour or more: the request is larger than the deployment’s whole quota',
  },
  'credential-refused': {
    code: 'upstream_credential_refused',
    elsewhere: true,
    again: false,
    unhealthy: true,
    when: '401 after the credential was read afresh and the second key tried',
  },
  forbidden: {
    code: 'upstream_credential_refused',
    elsewhere: true,
    again: false,
    unhealthy: true,
    when: '403: firewall, disabled key authentication or a blocked resource; an account without credit',
  },
  'deployment-missing': {
    code: 'upstream_deployment_missing',
    elsewhere: true,
    again: false,
    unhealthy: true,
    when: '404 or 400 that says the deployment, resource or API version does not exist',
  },
  filtered: {
    code: 'content_filter',
    elsewhere: false,
    again: false,
    unhealthy: false,
    when: '400 `content_filter` or `content_policy_violation`: a safety refusal is final unless the route says otherwise',
  },
  'too-long': {
    code: 'context_length_exceeded',
    elsewhere: false,
    again: false,
    unhealthy: false,
    when: '400 `context_length_exceeded`: final unless the route names a longer model',
  },
  refused: {
    code: 'upstream_refused',
    elsewhere: false,
    again: false,
    unhealthy: false,
    when: '400, 404 of a model, and other 4xx: the request itself is at fault',
  },
  inexpressible: {
    code: 'unsupported_parameter',
    elsewhere: true,
    again: false,
    unhealthy: false,
    when: 'the request asks for what the deployment’s provider has no notion of, such as `logprobs` of Anthropic; nothing is sent',
  },
  conflicting: {
    code: 'conflict',
    elsewhere: true,
    again: true,
    unhealthy: false,
    when: '409',
  },
  'too-large': {
    code: 'request_too_large',
    elsewhere: false,
    again: false,
    unhealthy: false,
    when: '413',
  },
  'unsupported-media': {
    code: 'unsupported_media_type',
    elsewhere: false,
    again: false,
    unhealthy: false,
    when: '415',
  },
  unprocessable: {
    code: 'unprocessable_request',
    elsewhere: false,
    again: false,
    unhealthy: false,
    when: '422',
  },
  failed: {
    code: 'upstream_failed',
    elsewhere: true,
    again: true,
    unhealthy: true,
    when: '500, 502, 499, other 5xx, a redirect, or an error event inside a 200 stream',
  },
  unavailable: {
    code: 'upstream_unavailable',
    elsewhere: true,
    again: true,
    unhealthy: true,
    when: '503, or 529 of Anthropic: overloaded',
  },
  unreachable: {
    code: 'upstream_unavailable',
    elsewhere: true,
    again: true,
    unhealthy: true,
    when: 'connection refused or reset, DNS, TLS, connect time-out',
  },
  'timed-out': {
    code: 'upstream_timeout',
    elsewhere: true,
    again: true,
    unhealthy: true,
    when: '408, 504, no first output, silence in mid-stream, or the attempt took too long',
  },
  malformed: {
    code: 'upstream_malformed',
    elsewhere: true,
    again: true,
    unhealthy: true,
    when: 'a body that is not what it claims to be, truncated, or a stream that ends before its end',
  },
  'no-credential': {
    code: 'secret_unavailable',
    elsewhere: true,
    again: true,
    unhealthy: true,
    when: 'the credential could not be read from the vault or the identity endpoint',
  },
  'out-of-time': {
    code: 'deadline_exceeded',
    elsewhere: false,
    again: false,
    unhealthy: false,
    when: 'the call’s deadline',
  },
  abandoned: {
    code: 'caller_gone',
    elsewhere: false,
    again: false,
    unhealthy: false,
    when: 'the caller hung up',
  },
} as const satisfies Record<string, FailureRule>;

/** A row of the table. */
export type FailureKind = keyof typeof failureTable;
