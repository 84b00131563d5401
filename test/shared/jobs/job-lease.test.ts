import { once } from 'node:events';
import { expect, it } from 'vitest';
import { takeJobLease } from '../../../shared/jobs/job-lease.ts';
import { withJobStorage } from '../../setup/job-storage.ts';
import { jobOf } from '../../setup/job.ts';

const storage = withJobStorage();
const job = jobOf();
const times = { leaseSeconds: 15, renewEveryMs: 20 };

async function created() {
  const { blobs } = await storage.open();
  await blobs.create(job);
  return { blobs, take: async (id = job.id) => takeJobLease(await blobs.lease(id), times) };
}

it('is one’s at a time, until it is given back', async () => {
  const { blobs, take } = await created();
  const lease = (await take()) ?? expect.unreachable('There is no lease.');
  expect(await take()).toBeUndefined();
  expect(await blobs.note(job.id, { attempts: 1, putOffs: 0, queuedMs: 0 }, { leaseId: lease.id })).toBe(true);
  await lease.release();
  const next = (await take()) ?? expect.unreachable('There is no lease.');
  expect(lease.lost.aborted).toBe(false);
  await next.release();
});

it('is nobody’s of a job that is not there', async () => {
  const { take } = await created();
  expect(await take('none')).toBeUndefined();
});

it('is known to be lost soon after somebody has broken it', async () => {
  const { blobs, take } = await created();
  const lease = (await take()) ?? expect.unreachable('There is no lease.');
  const lost = once(lease.lost, 'abort');
  await (await blobs.lease(job.id)).breakLease(0);
  await lost;
  await lease.release();
});

it('is kept through an outage of the storage that is shorter than it', async () => {
  const { blobs, take } = await created();
  const lease = (await take()) ?? expect.unreachable('There is no lease.');
  await storage.azurite().stop();
  await storage.azurite().start();
  await expect.poll(async () => blobs.find(job.id)).toMatchObject({ isRunning: true });
  expect(lease.lost.aborted).toBe(false);
  await lease.release();
});

it('is renewed again when a renewal is never answered', async () => {
  const { blobs } = await created();
  const client = await blobs.lease(job.id);
  const renew = client.renewLease.bind(client);
  let asked = 0;
  client.renewLease = async (options) => {
    asked += 1;
    if (asked > 1) return renew(options);
    const { promise, reject } = Promise.withResolvers<never>();
    options?.abortSignal?.addEventListener('abort', () => reject(new Error('aborted')));
    return promise;
  };
  const lease = (await takeJobLease(client, { ...times, renewWithinMs: 50 })) ?? expect.unreachable('No lease.');
  await expect.poll(() => asked).toBeGreaterThan(1);
  expect(lease.lost.aborted).toBe(false);
  await lease.release();
});
