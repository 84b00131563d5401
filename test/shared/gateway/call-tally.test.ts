import { expect, it } from 'vitest';
import { createTally } from '../../../shared/gateway/call-tally.ts';
import { usageRecord } from '../../setup/usage-record.ts';
import { usageRecordSchema } from '../../../shared/usage/usage-record.ts';

it('gives two calls of one request id records of their own', () => {
  const [first, second] = [createTally('request-1'), createTally('request-1')];
  expect(first.recordId).toMatch(/^request-1\./);
  expect(first.recordId).not.toBe(second.recordId);
});

it('has an id that a record takes, however long the request id', () => {
  const { recordId: id } = createTally('r'.repeat(128));
  expect(usageRecordSchema.safeParse(usageRecord({ id })).success).toBe(true);
});
