import { describe, expect, it } from 'vitest';
import {
  executeJob,
  gaveUp,
  type ExecuteOptions,
  type JobExecution,
  type PerformJob,
} from '../../../shared/jobs/execute-job.ts';
import { createJobTurns } from '../../../shared/jobs/job-turns.ts';
import { withJobStorage } from '../../setup/job-storage.ts';
import { jobAnswerOf, jobOf } from '../../setup/job.ts';

const storage = withJobStorage();
const job = jobOf();
const body = Buffer.from('{"model":"gpt-4o"}');

async function created(members: Partial<ExecuteOptions> = {}) {
  const { blobs } = await storage.open();
  await blobs.keepRequest(job, body);
  await blobs.create(job);
  const queued: [string, number | undefined][] = [];
  const options: ExecuteOptions = {
    blobs,
    queue: { add: async (...message) => void queued.push([message[0], message[1]]) },
    lease: { leaseSeconds: 15, renewEveryMs: 20 },
    turns: createJobTurns(16),
    maxAttempts: 5,
    triedForMs: 60_000,
    longestWaitForOtherMs: 10_000,
    now: () => 9,
    random: () => 0,
    ...members,
  };
  return { blobs, queued, execute: (perform: PerformJob, id = job.id) => executeJob(id, perform, options) };
}
const refusal = jobAnswerOf({ status: 429, outcome: 'failed', headers: { 'retry-after-ms': '7000' } });
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
    expect([await blobs.request(job), (await blobs.find(job.id))?.isRunning]).toEqual([undefined, false]);
  });

  it('is not done again when its message comes again', async () => {
    const { execute } = await created();
    await execute(async () => jobAnswerOf());
    expect(await execute(unwanted)).toBe('answered');
  });

  it('is nothing to be done when nobody knows it, or its request', async () => {
    const { blobs, execute } = await created();
    expect(await execute(unwanted, 'none')).toBe('unknown');
    await blobs.removeRequest(job);
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
    await blobs.note(job.id, { attempts: 5, putOffs: 0, queuedMs: 0 }, found);
    expect(await execute(unwanted)).toBe('given-up');
    expect(await blobs.answer(job.id)).toEqual(gaveUp(9));
  });

  it('is answered once: work that has lost its lease to a cancelling answers nothing', async () => {
    const { blobs, execute } = await created();
    const cancelled = jobAnswerOf({ status: 410, outcome: 'cancelled' });
    const became = execute(async ({ gone }) => {
      await blobs.finish(job, cancelled);
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

describe('a job whose caller has as many under way here as it may', () => {
  const turns = { begin: async () => undefined };

  it('goes back on the queue without having been tried', async () => {
    const { blobs, queued, execute } = await created({ turns, now: () => 1_000, random: () => 0.5 });
    expect(await execute(unwanted)).toBe('put-off');
    expect(queued).toEqual([[job.id, 7_500]]);
    expect(await blobs.find(job.id)).toMatchObject({ isRunning: false, attempts: 0, putOffs: 0, queuedMs: 8_500 });
  });

  it('ends its turn however it ends', async () => {
    const { execute } = await created({ turns: createJobTurns(1) });
    await expect(execute(() => Promise.reject(new TypeError('bug')))).rejects.toThrow('bug');
    expect(await execute(async () => jobAnswerOf())).toBe('answered');
  });
});

describe('a job that a limit refuses', () => {
  const nowMs = job.acceptedMs + 1_000;

  it('is put back on the queue for when there is room, and is then done, however often that was', async () => {
    const { blobs, queued, execute } = await created({ now: () => nowMs });
    const attempts: number[] = [];
    const refused: PerformJob = async ({ attempt }) => {
      attempts.push(attempt);
      return refusal;
    };
    for (let time = 0; time < 7; time += 1) expect(await execute(refused)).toBe('put-off');
    expect(attempts).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(queued).toEqual(Array(7).fill([job.id, 7_000]));
    expect(await blobs.answer(job.id)).toBeUndefined();
    expect(await blobs.find(job.id)).toMatchObject({ isRunning: false, putOffs: 7, queuedMs: nowMs + 7_000 });
    expect(await execute(async () => jobAnswerOf())).toBe('answered');
    expect(await blobs.answer(job.id)).toEqual(jobAnswerOf());
  });

  it('is still given up when it was begun too often besides', async () => {
    const { execute } = await created({ now: () => nowMs, maxAttempts: 1 });
    expect(await execute(async () => refusal)).toBe('put-off');
    await expect(execute(() => Promise.reject(new TypeError('bug')))).rejects.toThrow('bug');
    expect(await execute(unwanted)).toBe('given-up');
  });

  it('knows while it is done whether a refusal would be its answer', async () => {
    const { execute } = await created({ now: () => nowMs, triedForMs: 9_000 });
    await execute(async ({ isPutOff }) => {
      expect([isPutOff(7_000), isPutOff(9_000), isPutOff(undefined)]).toEqual([true, false, false]);
      return jobAnswerOf();
    });
  });

  it('is answered with that when it is not tried any longer', async () => {
    const { blobs, queued, execute } = await created({ now: () => nowMs, triedForMs: 7_999 });
    expect(await execute(async () => refusal)).toBe('answered');
    expect([await blobs.answer(job.id), queued]).toEqual([refusal, []]);
  });

  it('is not put off by who has lost it to a cancelling', async () => {
    const { blobs, queued, execute } = await created({ now: () => nowMs });
    const cancelled = jobAnswerOf({ status: 410, outcome: 'cancelled' });
    const became = await execute(async () => {
      await blobs.finish(job, cancelled);
      await (await blobs.lease(job.id)).breakLease(0);
      return refusal;
    });
    expect([became, queued, await blobs.answer(job.id)]).toEqual(['answered', [], cancelled]);
  });
});

it('is left to who executes it by who has waited long, with a message behind it should that one die', async () => {
  const { blobs, queued, execute } = await created({ longestWaitForOtherMs: 40 });
  const { promise, resolve } = Promise.withResolvers<void>();
  const first = execute(async () => {
    await promise;
    return jobAnswerOf();
  });
  await expect.poll(async () => (await blobs.find(job.id))?.isRunning).toBe(true);
  expect(await execute(unwanted)).toBe('left');
  expect(queued).toEqual([[job.id, 60_000]]);
  resolve();
  expect(await first).toBe('answered');
});
