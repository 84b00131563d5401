import { expect, it } from 'vitest';
import { createTally } from '../../../shared/gateway/call-tally.ts';
import { usageRecord } from '../../setup/usage-record.ts';
import { usageRecordSchema } from '../../../shared/usage/usage-record.ts';

it('gives two calls of one request id records of their own', () => {
  const [first, second] = [createTally({ requestId: 'request-1' }), createTally({ requestId: 'request-1' })];
  expect(first.recordId).toMatch(/^request-1\./);
  expect(first.recordId).not.toBe(second.recordId);
});

it('has an id that a record takes, however long the request id', () => {
  const { recordId: id } = createTally({ requestId: 'r'.repeat(128) });
  expect(usageRecordSchema.safeParse(usageRecord({ id })).success).toBe(true);
});

it('gives every execution of a job the same record', () => {
  const job = { id: 'job_1.2', attempt: 1, acceptedMs: 1_000, deadlineMs: 900_000, isPutOff: () => false };
  const again = createTally({ requestId: 'request-1', job: { ...job, attempt: 2 } });
  expect(createTally({ requestId: 'request-1', job }).recordId).toBe('job_1.2');
  expect(again.recordId).toBe('job_1.2');
});
