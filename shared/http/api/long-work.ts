import * as z from 'zod';
import type { ErrorCode } from '../../errors.ts';
import type { ApiAnswer, ApiParameter } from './api-operation.ts';
import { retryAfterHeader } from './error-answers.ts';
import { pendingJobExample, pendingJobSchema } from './job-schemas.ts';

/** By which a caller asks not to wait for an answer. */
export const preferParameter: ApiParameter = {
  name: 'prefer',
  in: 'header',
  schema: z.string(),
  isRequired: false,
  description:
    '`respond-async`: answer 202 and tell where the answer will be (RFC 7240); with `wait=10` only if it takes longer ' +
    'than so many seconds.',
};

/** By which a caller that sends a request again is told of the job that the first one made. */
export const idempotencyKeyParameter: ApiParameter = {
  name: 'idempotency-key',
  in: 'header',
  schema: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[\x20-\x7e]+$/),
  isRequired: false,
  description:
    'With `prefer: respond-async`, a name of your own for the request. Sent again with it, the request finds the job ' +
    'that it made the first time, for as long as answers are kept. Of another request to the same route it is refused.',
};

/** What is answered while a job is not done. */
export const pendingAnswer: ApiAnswer = {
  description: 'Not done. The answer will be where `location` says.',
  contents: { 'application/json': pendingJobSchema },
  examples: { queued: pendingJobExample },
  headers: {
    location: { schema: z.string(), description: 'Where the answer will be: ask there until it is no 202.' },
    'retry-after': retryAfterHeader,
  },
};

/** What a call is answered that is worked on later. */
export const acceptedAnswer: ApiAnswer = {
  ...pendingAnswer,
  description: 'Accepted, for who asked with `prefer: respond-async`. The answer will be where `location` says.',
  headers: {
    ...pendingAnswer.headers,
    'preference-applied': { schema: z.string(), description: '`respond-async`.' },
    'idempotency-replayed': {
      schema: z.literal('true'),
      description: 'Where the job is that of an earlier request with the same `idempotency-key`.',
    },
  },
};

/** What a call that asks not to wait may fail with beyond its own. */
export const acceptFailures: readonly ErrorCode[] = [
  'idempotency_key_reused',
  'rate_limit_exceeded',
  'jobs_unavailable',
];
