import { expect, it } from 'vitest';
import { jobBody, pendingAnswer } from '../../../shared/http/job-status.ts';

const job = { id: 'job_1', acceptedMs: 1_795_000_000_900 };

it('says how a job stands', () => {
  expect(jobBody(job, 'failed')).toEqual({ id: 'job_1', object: 'job', status: 'failed', created_at: 1_795_000_000 });
});

it.each([
  [0, '2'],
  [15_000, '2'],
  [61_000, '7'],
  [3_600_000, '15'],
])('asks to be asked again, %i ms old, in %s s', (ageMs, seconds) => {
  const { status, headers, body } = pendingAnswer(job, 'queued', 'https://x/y', job.acceptedMs + ageMs);
  expect([status, headers['retry-after'], headers['location']]).toEqual([202, seconds, 'https://x/y']);
  expect(body).toBe(JSON.stringify({ ...jobBody(job, 'queued'), location: 'https://x/y' }));
});

it.each([
  [40_000, '40'],
  [500, '2'],
  [-1, '2'],
])('asks to be asked again when it is tried again, in %i ms', (waitMs, seconds) => {
  const answer = pendingAnswer(job, 'queued', 'https://x/y', job.acceptedMs, job.acceptedMs + waitMs);
  expect(answer.headers['retry-after']).toBe(seconds);
});
