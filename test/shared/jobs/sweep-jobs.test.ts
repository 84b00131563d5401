import { expect, it } from 'vitest';
import { sweepBeside, sweepJobs } from '../../../shared/jobs/sweep-jobs.ts';
import { withJobStorage } from '../../setup/job-storage.ts';
import { jobAnswerOf, jobOf } from '../../setup/job.ts';

const storage = withJobStorage();
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

it('removes what is over: answers by their age, what was never answered when its message has expired', async () => {
  const { blobs, container } = await storage.open();
  const nowMs = Date.now();
  const ages = { forgotten: 9 * dayMs, waiting: 3 * dayMs, answered: 2 * dayMs, young: hourMs / 2 };
  const jobs = Object.entries(ages).map(([name, ageMs]) => ({ name, job: jobOf({ acceptedMs: nowMs - ageMs }) }));
  for (const { name, job } of jobs) {
    await blobs.keepRequest(job, Buffer.from('{}'));
    await blobs.create(job);
    if (name === 'answered') await blobs.finish(job, jobAnswerOf());
  }
  await container.getBlockBlobClient('0-of-somebody-else').uploadData(Buffer.from('x'));
  const left = async () => {
    const found = await Promise.all(jobs.map(async ({ name, job }) => ((await blobs.find(job.id)) ? [name] : [])));
    return found.flat();
  };
  const sweep = (atMs: number, most = 100) => sweepJobs(blobs, { keepMs: hourMs, nowMs: atMs, most });

  expect(await sweep(nowMs)).toBe(1);
  expect(await left()).toEqual(['waiting', 'answered', 'young']);
  // It was answered just now, however long ago it was accepted.
  expect(await sweep(nowMs + 2 * hourMs)).toBe(1);
  expect(await left()).toEqual(['waiting', 'young']);
  expect(await sweep(nowMs + 30 * dayMs, 1)).toBe(1);
  expect(await left()).toEqual(['young']);
  expect(await sweep(nowMs + 30 * dayMs)).toBe(1);
  expect(await container.getBlockBlobClient('0-of-somebody-else').exists()).toBe(true);
});

it('removes what is kept beside jobs when it is over: requests by the age of their job, keys by their own', async () => {
  const { blobs, container } = await storage.open();
  const nowMs = Date.now();
  const [old, young] = [jobOf({ acceptedMs: nowMs - 9 * dayMs }), jobOf({ acceptedMs: nowMs })];
  for (const job of [old, young]) await blobs.keepRequest(job, Buffer.from('{}'));
  await container.getBlockBlobClient('keys/abc').uploadData(Buffer.from('{}'));
  await container.getBlockBlobClient('of-somebody-else').uploadData(Buffer.from('x'));
  const sweep = (atMs: number, most = 100) => sweepBeside(blobs, { keepMs: hourMs, nowMs: atMs, most });

  expect(await sweep(nowMs)).toBe(1);
  expect([await blobs.request(old), await blobs.request(young)]).toEqual([undefined, Buffer.from('{}')]);
  expect(await sweep(nowMs + 30 * dayMs, 1)).toBe(1);
  expect(await sweep(nowMs + 30 * dayMs)).toBe(1);
  expect(await Array.fromAsync(blobs.listBeside())).toEqual([]);
  expect(await container.getBlockBlobClient('of-somebody-else').exists()).toBe(true);
});
