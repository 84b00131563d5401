import { expect, it } from 'vitest';
import { GatewayError } from '../../../shared/errors.ts';
import { storageStatus, withStorage } from '../../../shared/jobs/storage-failure.ts';

const failure = (statusCode?: number) => Object.assign(new Error('of the storage'), { statusCode });

it('gives what the storage gives', async () => {
  expect(await withStorage(async () => 5)).toBe(5);
});

it('takes an expected status for nothing', async () => {
  expect(await withStorage(() => Promise.reject(failure(404)), [404, 409])).toBeUndefined();
});

it.each([[failure(503)], [failure()], [new Error('no connection')], ['a text']])(
  'says of %s that jobs are not to be had now, and when to ask again',
  async (cause) => {
    await expect(withStorage(() => Promise.reject(cause), [404])).rejects.toMatchObject({
      code: 'jobs_unavailable',
      retryAfterMs: 5_000,
      cause,
    });
  },
);

it('says so too of a storage that is there and does not answer', async () => {
  await expect(withStorage(() => new Promise(() => {}), [], 20)).rejects.toMatchObject({ code: 'jobs_unavailable' });
});

it('is not troubled by a failure that comes too late', async () => {
  const { promise, reject } = Promise.withResolvers<never>();
  await expect(withStorage(() => promise, [], 20)).rejects.toMatchObject({ code: 'jobs_unavailable' });
  reject(failure(500));
  await new Promise(setImmediate);
});

it('passes on what says already what is wrong', async () => {
  const error = new GatewayError('job_not_found', 'Gone.');
  await expect(withStorage(() => Promise.reject(error))).rejects.toBe(error);
});

it('knows the status of a failure that was answered', () => {
  expect([storageStatus(failure(409)), storageStatus(failure()), storageStatus('no')]).toEqual([
    409,
    undefined,
    undefined,
  ]);
});
