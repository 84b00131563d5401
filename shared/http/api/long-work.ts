import * as z from 'zod';
import type { ApiAnswer, ApiParameter } from './api-operation.ts';

/** By which a caller asks not to wait for an answer. */
export const preferParameter: ApiParameter = {
  name: 'prefer',
  in: 'header',
  schema: z.string(),
  isRequired: false,
  description: '`respond-async`: answer 202 at once and tell where the answer will be (RFC 7240).',
};

/** What a call is answered that will be worked on later. */
export const acceptedAnswer: ApiAnswer = {
  description: 'Accepted, for who asked with `prefer: respond-async`. The answer will be where `location` says.',
  contents: { 'application/json': z.looseObject({}).describe('The job, as its own address tells it.') },
  headers: {
    location: { schema: z.url(), description: 'Where the answer will be: ask there until it is no 202.' },
    'retry-after': { schema: z.int().min(0), description: 'Seconds to wait before asking there.' },
    'preference-applied': { schema: z.string(), description: '`respond-async`.' },
  },
};
