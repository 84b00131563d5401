import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { acceptedMsOf, newJobId } from '../../../shared/jobs/job-id.ts';
import { maskSecrets } from '../../../shared/telemetry/redaction.ts';

it('says when its job was accepted, and sorts by it', () => {
  const ids = [0, 1_795_000_000_000, 1_795_000_000_001.7].map((acceptedMs) => newJobId(acceptedMs, randomBytes));
  expect(ids.map(acceptedMsOf)).toEqual([0, 1_795_000_000_000, 1_795_000_000_001]);
  expect(ids.toSorted()).toEqual(ids);
});

it('is no other job’s, though both were accepted at once', () => {
  const ids = Array.from({ length: 1_000 }, () => newJobId(5, randomBytes));
  expect(new Set(ids).size).toBe(1_000);
});

it('is shown in logs as it is', () => {
  const id = newJobId(1_795_000_000_000, randomBytes);
  expect(maskSecrets(id)).toBe(id);
});

it.each(['', 'job_', '../job', 'job_01a1fd123965-523bb38a57-a698f69c6', 'JOB_01a1fd123965-523bb38a57-a698f69c62'])(
  'is not %j',
  (id) => expect(acceptedMsOf(id)).toBeUndefined(),
);
