import { expect, it } from 'vitest';
import { answeredJob } from '../../../shared/http/answered-job.ts';
import { jobAnswerOf } from '../../setup/job.ts';

it('gives a job’s answer and nothing of the job', () => {
  const { status, headers, body } = jobAnswerOf({ status: 429, headers: { 'retry-after': '5' } });
  expect(answeredJob(jobAnswerOf({ status, headers, body }))).toEqual({ status, headers, body });
});
