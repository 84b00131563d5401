import { expect, it } from 'vitest';
import { openJobs } from '../../../shared/jobs/open-jobs.ts';

const none = {
  connectionString: undefined,
  accountName: undefined,
  queueServiceUri: undefined,
  blobServiceUri: undefined,
};
const requestToken = () => Promise.reject(new Error('No token is asked for.'));
const options = { queueName: 'sluice-jobs', keepMs: 1, deadlineMs: 5, now: () => 0 };

it('opens nothing before the first job, and nothing at all where there is no storage', () => {
  expect(openJobs(none, requestToken, options)).toBeUndefined();
  const jobs = openJobs({ ...none, accountName: 'mine' }, requestToken, options);
  expect(jobs).toMatchObject({ queueName: 'sluice-jobs', deadlineMs: 5 });
});
