import { expect, it } from 'vitest';
import { decodeJob, encodeJob } from '../../../shared/jobs/job.ts';
import { jobOf } from '../../setup/job.ts';

it('is the same when it is read again', () => {
  const job = jobOf({ url: '/v1/chat/completions?é=1', headers: { 'x-sluice-session': 's' } });
  expect(decodeJob(encodeJob(job))).toEqual(job);
});

it('is not made of what is none', () => {
  expect(() => decodeJob(Buffer.from('{"id":"job_1"}'))).toThrow();
});
