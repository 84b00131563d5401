import { describe, expect, it } from 'vitest';
import { executeJob, gaveUp, type JobExecution, type PerformJob } from '../../../shared/jobs/execute-job.ts';
import { withJobStorage } from '../../setup/job-storage.ts';
import { jobAnswerOf, jobOf } from '../../setup/job.ts';

const storage = withJobStorage();
const job = jobOf();
const body = Buffer.from('{"model":"gpt-4o"}');

async function created() {
  const { blobs } = await storage.open();
  await blobs.create(job, body);
  const options = { blobs, lease: { leaseSeconds: 15, renewEveryMs: 20 }, maxAttempts: 5, now: () => 9 };
  return { blobs, execute: (perform: PerformJob, id = job.id) => executeJob(id, perform, options) };
}
const unwanted: PerformJob = () => expect.unreachable('The work was done.');

describe('a job', () => {
  it('is done, answered, and its request forgotten', async () => {
    const { blobs, execute } = await created();
    const seen: JobExecution[] = [];
    const became = await execute(async (execution) => {
      seen.push(execution);
      expect((await blobs.find(job.id))?.isRunning).toBe(true);
      return jobAnswerOf();
    });
    expect(became).toBe('answered');
    expect(seen).toMatchObject([{ job, body, attempt: 1 }]);
    expect(await blobs.answer(job.id)).toEqual(jobAnswerOf());
    expect([await blobs.request(job.id), (await blobs.find(job.id))?.isRunning]).toEqual([undefined, false]);
  });

  it('is not done again when its message comes again', async () => {
    const { execute } = await created();
    await execute(async () => jobAnswerOf());
    expect(await execute(unwanted)).toBe('answered');
  });

  it('is nothing to be done when nobody knows it, or its request', async () => {
    const { blobs, execute } = await created();
    expect(await execute(unwanted, 'none')).toBe('unknown');
    await blobs.removeRequest(job.id);
    expect(await execute(unwanted)).toBe('unknown');
  });

  it('is executed by one at a time: who comes second waits for the first’s answer', async () => {
    const { blobs, execute } = await created();
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = execute(async () => {
      await promise;
      return jobAnswerOf();
    });
    await expect.poll(async () => (await blobs.find(job.id))?.isRunning).toBe(true);
    const second = execute(unwanted);
    resolve();
    expect(await Promise.all([first, second])).toEqual(['answered', 'answered']);
  });

  it('is executed again when it failed in a way that nobody can tell, and counts its executions', async () => {
    const { execute } = await created();
    await expect(execute(() => Promise.reject(new TypeError('bug')))).rejects.toThrow('bug');
    const attempts: number[] = [];
    await execute(async ({ attempt }) => {
      attempts.push(attempt);
      return jobAnswerOf();
    });
    expect(attempts).toEqual([2]);
  });

  it('is given up when it was executed as often as is tried', async () => {
    const { blobs, execute } = await created();
    const found = (await blobs.find(job.id)) ?? expect.unreachable();
    await blobs.note(job.id, { attempts: 5, queuedMs: 0 }, found);
    expect(await execute(unwanted)).toBe('given-up');
    expect(await blobs.answer(job.id)).toEqual(gaveUp(9));
  });

  it('is answered once: work that has lost its lease to a cancelling answers nothing', async () => {
    const { blobs, execute } = await created();
    const cancelled = jobAnswerOf({ status: 410, outcome: 'cancelled' });
    const became = execute(async ({ gone }) => {
      await blobs.finish(job.id, cancelled);
      await (await blobs.lease(job.id)).breakLease(0);
      await new Promise((resolve) => gone.addEventListener('abort', resolve));
      return jobAnswerOf();
    });
    expect(await became).toBe('answered');
    expect(await blobs.answer(job.id)).toEqual(cancelled);
  });

  it('is done again, within the same message, when its lease was lost and nobody has answered', async () => {
    const { blobs, execute } = await created();
    const attempts: number[] = [];
    await execute(async ({ attempt, gone }) => {
      attempts.push(attempt);
      if (attempt === 1) {
        await (await blobs.lease(job.id)).breakLease(0);
        await new Promise((resolve) => gone.addEventListener('abort', resolve));
      }
      return jobAnswerOf({ headers: { attempt: String(attempt) } });
    });
    expect([attempts, (await blobs.answer(job.id))?.headers]).toEqual([[1, 2], { attempt: '2' }]);
  });

  it('keeps an answer that cannot be written down until it can', async () => {
    const { blobs, execute } = await created();
    const azurite = storage.azurite();
    const became = execute(async () => {
      await azurite.stop();
      setTimeout(() => void azurite.start(), 300);
      return jobAnswerOf();
    });
    expect(await became).toBe('answered');
    expect(await blobs.answer(job.id)).toEqual(jobAnswerOf());
  });
});
