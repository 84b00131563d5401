import { expect, it } from 'vitest';
import { UsageStoreError } from '../../../shared/usage/usage-store-error.ts';

it('says whether it may pass, and why', () => {
  const cause = new Error('reset');
  const error = new UsageStoreError('unavailable', 'Table storage fails.', { cause });
  expect(error).toMatchObject({
    name: 'UsageStoreError',
    fault: 'unavailable',
    message: 'Table storage fails.',
    cause,
  });
});
