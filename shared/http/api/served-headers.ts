import * as z from 'zod';
import type { ApiHeader } from './api-operation.ts';

const amount = z.number().min(0);

/** How the caller's rates stand; also on an answer that a limit refused. */
export const limitHeaders: Readonly<Record<string, ApiHeader>> = {
  ...rateHeaders('requests'),
  ...rateHeaders('tokens'),
};

/** What the headers of a served answer say. Those of a stream are written before its end is known. */
export const servedHeaders: Readonly<Record<string, ApiHeader>> = {
  'x-sluice-deployment': { schema: z.string(), description: 'The deployment that served.' },
  'x-sluice-attempts': { schema: z.int().min(0), description: 'How many attempts went up; 0 for a kept answer.' },
  'x-sluice-cache': {
    schema: z.enum(['hit', 'miss', 'stale', 'bypass']),
    description: 'What the cache did; absent where the route keeps no answers.',
  },
  'x-sluice-tokens': { schema: amount, description: 'Prompt and answer together; absent of a stream.' },
  'x-sluice-cost': { schema: amount, description: 'US dollars; absent where no price is known, and of a stream.' },
  'x-sluice-fit': { schema: z.string(), description: 'What was done to make the chat fit; absent when nothing was.' },
  'x-sluice-max-tokens': { schema: z.int().min(1), description: "The answer's maximum, where it was clamped." },
  'x-sluice-degraded': {
    schema: z.enum(['stale-answer', 'smaller-model', 'text']),
    description: 'What stood in for the answer when nothing could serve.',
  },
  'x-sluice-budget-warning': { schema: z.string(), description: 'Budgets that are nearly used up.' },
  ...limitHeaders,
};

function rateHeaders(unit: string): Readonly<Record<string, ApiHeader>> {
  return {
    [`x-ratelimit-limit-${unit}`]: { schema: amount, description: `The tightest rate of ${unit} per minute.` },
    [`x-ratelimit-remaining-${unit}`]: { schema: amount, description: `What is left of it.` },
    [`x-ratelimit-reset-${unit}`]: { schema: amount, description: 'Seconds until all of it is free again.' },
  };
}
