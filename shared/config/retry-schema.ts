import { positiveSchema, wholeNumber } from './field-schemas.ts';
import { strictObject } from './strict-object.ts';

/** How often and how soon a failed attempt is made again. */
export const retrySchema = strictObject({
  maxAttempts: wholeNumber({ min: 1, max: 20 })
    .default(5)
    .describe('Attempts of one call over all deployments together, the first included.'),
  baseBackoffMs: positiveSchema.default(1000).describe('Longest first wait, in milliseconds; doubled each time.'),
  maxBackoffMs: positiveSchema.default(32_000).describe('Longest wait of all, in milliseconds.'),
}).describe('How often and how soon a failed attempt is made again.');
