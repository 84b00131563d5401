import type { Fault } from '../../local/azure/fault-rule.ts';
import {
  answer,
  both,
  final,
  flappingCalls,
  leftAtOnce,
  midAnswer,
  refusal,
  retried,
  wallRetry,
} from './expectation.ts';
import type { FaultCase } from './fault-case.ts';

/** Every fault of the wall, in the order in which it is shown. */
export const faultCases: readonly FaultCase[] = [
  throttledOnce('429, retry-after-ms: 300', 300, { retryAfterMs: 300 }),
  throttledOnce('429, Retry-After: 1', 1_000, { retryAfter: '1' }),
  {
    ...throttledOnce('429, Retry-After: a date', 0, {}),
    fault: (nowMs) => {
      const askedUntilMs = Math.ceil(nowMs / 1000) * 1000 + 1000;
      const retryAfter = new Date(askedUntilMs).toUTCString();
      return { fault: { kind: 'status', status: 429, retryAfter }, askedUntilMs };
    },
  },
  throttledOnce('429, "try again in 2 seconds"', 2_000, { body: 'throttled-short' }),
  { ...throttledOnce('429, no word of a wait', 0, { body: { error: { message: 'Too many.' } } }) },
  {
    name: '429, wait past the deadline',
    ...always({ kind: 'status', status: 429, retryAfterMs: 60_000 }, 60_000),
    ...leftAtOnce('429 rate_limit_exceeded'),
  },
  {
    name: '429, Retry-After: 86400',
    ...always({ kind: 'status', body: 'throttled-86400' }, 86_400_000),
    ...leftAtOnce('429 rate_limit_exceeded'),
  },
  { name: '500 once', times: 1, ...always({ kind: 'status', status: 500 }), ...afterOneFailure() },
  { name: '500', ...always({ kind: 'status', status: 500 }), ...retried('502 upstream_failed') },
  { name: '502', ...always({ kind: 'status', status: 502 }), ...retried('502 upstream_failed') },
  { name: '503', ...always({ kind: 'status', status: 503 }), ...retried('503 upstream_unavailable') },
  { name: '504', ...always({ kind: 'status', status: 504 }), ...retried('504 upstream_timeout') },
  { name: '408', ...always({ kind: 'status', status: 408 }), ...retried('504 upstream_timeout') },
  { name: '409', ...always({ kind: 'status', status: 409 }), ...retried('409 conflict') },
  { name: 'reset before headers', ...always({ kind: 'reset' }), ...retried('503 upstream_unavailable') },
  {
    name: 'black hole',
    ...always({ kind: 'stall', beforeHeaders: true }),
    alone: {
      plain: refusal(['504 upstream_timeout', '504 deadline_exceeded'], 3, 4),
      stream: refusal('504 upstream_timeout', wallRetry.maxAttempts),
    },
    beside: both(answer(2)),
  },
  {
    name: 'slow first token',
    ...always({ kind: 'delay-first-chunk', delayMs: 700 }),
    alone: { plain: answer(1), stream: refusal('504 upstream_timeout', wallRetry.maxAttempts) },
    beside: { plain: answer(1), stream: answer(2) },
  },
  {
    name: 'stall in mid-stream',
    ...always({ kind: 'stall', chunks: 6 }),
    ...midAnswer(['504 upstream_timeout', '504 deadline_exceeded'], 'upstream_timeout', 3),
  },
  {
    name: 'cut in mid-stream, cleanly',
    ...always({ kind: 'cut-after', chunks: 6, how: 'close' }),
    ...midAnswer('502 upstream_malformed', 'upstream_malformed', wallRetry.maxAttempts),
  },
  {
    name: 'cut in mid-stream, by reset',
    ...always({ kind: 'cut-after', chunks: 6, how: 'reset' }),
    ...midAnswer('502 upstream_malformed', 'upstream_malformed', wallRetry.maxAttempts),
  },
  {
    name: 'error event inside a 200',
    ...always({ kind: 'error-in-stream', chunks: 6 }),
    ...midAnswer('502 upstream_failed', 'upstream_failed', wallRetry.maxAttempts),
  },
  {
    name: 'error event before any text',
    ...always({ kind: 'error-in-stream', chunks: 1 }),
    ...retried('502 upstream_failed'),
  },
  { name: 'garbage instead of JSON', ...always({ kind: 'garbage' }), ...retried('502 upstream_malformed') },
  {
    name: 'truncated body',
    ...always({ kind: 'truncated-json' }),
    ...midAnswer('502 upstream_malformed', 'upstream_malformed', wallRetry.maxAttempts),
  },
  {
    name: 'empty choices for ever',
    ...always({ kind: 'empty-choices' }),
    alone: {
      plain: refusal('502 upstream_malformed', wallRetry.maxAttempts),
      stream: refusal(['502 upstream_malformed', '504 upstream_timeout'], wallRetry.maxAttempts),
    },
    beside: both(answer(2)),
  },
  { name: '400 content filter', ...always({ kind: 'status', body: 'filter-400' }), ...final('400 content_filter') },
  {
    name: '400 context length',
    ...always({ kind: 'status', body: 'length-400' }),
    ...final('400 context_length_exceeded'),
  },
  {
    name: '401',
    ...always({ kind: 'status', body: 'key-401' }),
    ...leftAtOnce('502 upstream_credential_refused'),
  },
  {
    name: '403',
    ...always({ kind: 'status', body: 'firewall-403' }),
    ...leftAtOnce('502 upstream_credential_refused'),
  },
  {
    name: '404 deployment',
    ...always({ kind: 'status', body: 'deployment-404' }),
    ...leftAtOnce('502 upstream_deployment_missing'),
  },
  {
    name: 'all deployments down',
    isDown: true,
    ...always({ kind: 'reset' }),
    // What is down keeps no ledger.
    alone: both(refusal('503 upstream_unavailable', 0)),
    beside: both(refusal('503 upstream_unavailable', 0)),
  },
  {
    name: 'flapping, six calls',
    isFlapping: true,
    ...always({ kind: 'status', status: 503 }),
    alone: both(answer(2 * flappingCalls)),
    // The deployment that has just failed is passed over until it is known to be well.
    beside: both(answer(flappingCalls, 2 * flappingCalls)),
  },
];

function always(fault: Fault, askedMs?: number): Pick<FaultCase, 'fault'> {
  return { fault: () => ({ fault, ...(askedMs === undefined ? {} : { askedMs }) }) };
}

function throttledOnce(name: string, askedMs: number, how: Partial<Extract<Fault, { kind: 'status' }>>): FaultCase {
  return { name, times: 1, ...always({ kind: 'status', status: 429, ...how }, askedMs), ...afterOneFailure() };
}

function afterOneFailure(): Pick<FaultCase, 'alone' | 'beside'> {
  return { alone: both(answer(2)), beside: both(answer(2)) };
}
