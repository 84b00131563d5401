import { expect, it } from 'vitest';
import { jobLocation } from '../../../shared/http/job-location.ts';

it('opens to who has it where it holds the token, and to the caller where it does not', () => {
  const headers = { 'x-forwarded-host': 'ai.example', 'x-forwarded-proto': 'https' };
  expect(jobLocation('job_1', 'secret', headers, undefined)).toBe('https://ai.example/v1/jobs/job_1?token=secret');
  expect(jobLocation('job_1', undefined, headers, 'https://other')).toBe('https://other/v1/jobs/job_1');
});
