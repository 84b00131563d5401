import { expect, it } from 'vitest';
import { jobIdOf } from '../../../shared/jobs/job-queue.ts';
import { withJobStorage } from '../../setup/job-storage.ts';
import { jobOf } from '../../setup/job.ts';

const storage = withJobStorage();
const { id } = jobOf();

it('holds an id in Base64, in a queue that is made for it', async () => {
  const { jobs, queue } = await storage.open();
  expect(await jobs.hasWaiting()).toBe(false);
  await jobs.add(id);
  expect(await jobs.hasWaiting()).toBe(true);
  expect(Math.abs(Date.now() - ((await jobs.oldestMs()) ?? 0))).toBeLessThan(60_000);
  const { receivedMessageItems } = await queue.receiveMessages();
  expect(receivedMessageItems.map(({ messageText }) => Buffer.from(messageText, 'base64').toString())).toEqual([id]);
  expect(await jobs.hasWaiting()).toBe(false);
  await jobs.add(id);
  expect(await jobs.hasWaiting()).toBe(true);
});

it('holds an id back for a while', async () => {
  const { jobs, queue } = await storage.open();
  await jobs.add(id, 900);
  expect((await queue.receiveMessages()).receivedMessageItems).toEqual([]);
  await expect.poll(() => jobs.hasWaiting(), { timeout: 5_000 }).toBe(true);
});

it('knows a job’s id from what is none', () => {
  expect([id, 'else', { id }, undefined, 5].map(jobIdOf)).toEqual([id, undefined, undefined, undefined, undefined]);
});
