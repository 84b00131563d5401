import { expect, it } from 'vitest';
import { decodeJob, encodeJob } from '../../../shared/jobs/job.ts';
import { jobOf } from '../../setup/job.ts';

it('is the same when it is read again', () => {
  const job = jobOf({ url: '/v1/chat/completions?é=1', headers: { 'x-sluice-session': 's' } });
  expect(decodeJob(encodeJob(job))).toEqual(job);
});

it.each(['{"id":"job_1"}', '{', ''])('is not made of %j, which is none', (text) => {
  expect(decodeJob(Buffer.from(text))).toBeUndefined();
});
