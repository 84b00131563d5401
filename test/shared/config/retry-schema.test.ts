import { expect, it } from 'vitest';
import { retrySchema } from '../../../shared/config/retry-schema.ts';

it('has a default for every member', () => {
  expect(retrySchema.parse({})).toEqual({ maxAttempts: 5, baseBackoffMs: 1000, maxBackoffMs: 32_000 });
});

it.each([{ maxAttempts: 0 }, { maxAttempts: 21 }, { baseBackoffMs: 0 }, { maxBackoffMs: -1 }, { attempts: 3 }])(
  'refuses %j',
  (retry) => {
    expect(retrySchema.safeParse(retry).success).toBe(false);
  },
);
