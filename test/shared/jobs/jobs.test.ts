import { describe, expect, it } from 'vitest';
import { createJobs, type Jobs } from '../../../shared/jobs/jobs.ts';
import { isTokenOf } from '../../../shared/jobs/job-token.ts';
import { withJobStorage } from '../../setup/job-storage.ts';
import { jobAnswerOf, jobOf } from '../../setup/job.ts';

const storage = withJobStorage();
const { id: _id, acceptedMs: _acceptedMs, tokenSha256: _token, ...request } = jobOf();
const body = Buffer.from('{"model":"gpt-4o"}');
const hourMs = 3_600_000;

async function open() {
  const { queue, name } = await storage.open();
  const clock = { nowMs: 1_795_000_000_000 };
  const jobs = createJobs({
    address: { connectionString: storage.azurite().connectionString },
    queueName: name,
    keepMs: hourMs,
    deadlineMs: 900_000,
    now: () => clock.nowMs,
    lease: { leaseSeconds: 15, renewEveryMs: 20 },
  });
  const waiting = async () => {
    const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 32, visibilityTimeout: 600 });
    return receivedMessageItems.map(({ messageText }) => Buffer.from(messageText, 'base64').toString());
  };
  return { jobs, clock, waiting };
}
const found = async (jobs: Jobs, id: string) => (await jobs.find(id)) ?? expect.unreachable('The job is not found.');

describe('jobs', () => {
  it('are accepted with a token that is kept nowhere, and wait on the queue', async () => {
    const { jobs, clock, waiting } = await open();
    const { job, token } = await jobs.accept(request, body);
    expect(job).toMatchObject({ ...request, acceptedMs: clock.nowMs });
    expect(isTokenOf(token, job.tokenSha256)).toBe(true);
    expect((await found(jobs, job.id)).job).toEqual(job);
    expect(await waiting()).toEqual([job.id]);
    expect(await jobs.find('none')).toBeUndefined();
  });

  it('are answered for as long as they are kept', async () => {
    const { jobs, clock } = await open();
    const { job } = await jobs.accept(request, body);
    expect(await jobs.answer(job.id)).toBeUndefined();
    const answer = jobAnswerOf({ finishedMs: clock.nowMs });
    expect(await jobs.execute(job.id, async () => answer)).toBe('answered');
    clock.nowMs += hourMs - 1;
    expect(await jobs.answer(job.id)).toEqual(answer);
    clock.nowMs += 1;
    expect(await jobs.answer(job.id)).toBe('expired');
    await jobs.remove(job.id);
    expect(await jobs.find(job.id)).toBeUndefined();
  });

  it('are cancelled once, and never when they are done', async () => {
    const { jobs } = await open();
    const { job } = await jobs.accept(request, body);
    expect([await jobs.cancel(job.id), await jobs.cancel(job.id)]).toEqual([true, false]);
    expect(await jobs.answer(job.id)).toMatchObject({ status: 410, outcome: 'cancelled' });
    const { job: done } = await jobs.accept(request, body);
    await jobs.execute(done.id, async () => jobAnswerOf());
    expect(await jobs.cancel(done.id)).toBe(false);
  });

  it('are not left behind when they cannot be put on the queue', async () => {
    const { blobs, name } = await storage.open();
    const { connectionString } = storage.azurite();
    const withoutQueues = connectionString.replace(/QueueEndpoint=[^;]+/, 'QueueEndpoint=http://127.0.0.1:9/none');
    const jobs = createJobs({
      address: { connectionString: withoutQueues },
      queueName: name,
      keepMs: hourMs,
      deadlineMs: 1,
      now: Date.now,
    });
    await expect(jobs.accept(request, body)).rejects.toMatchObject({ code: 'jobs_unavailable' });
    expect(await Array.fromAsync(blobs.list())).toEqual([]);
  });
});

describe('a job that nobody works on', () => {
  it('is put on the queue again, once, when it has not waited there for a while', async () => {
    const { jobs, clock, waiting } = await open();
    const { job } = await jobs.accept(request, body);
    clock.nowMs += 20_000;
    await jobs.revive(await found(jobs, job.id));
    expect(await waiting()).toEqual([job.id]);

    // Whoever took it has died: the message is hidden.
    const seen = await found(jobs, job.id);
    await Promise.all([jobs.revive(seen), jobs.revive(seen)]);
    expect(await waiting()).toEqual([job.id]);
    await jobs.revive(await found(jobs, job.id));
    clock.nowMs += 14_000;
    await jobs.revive(await found(jobs, job.id));
    expect(await waiting()).toEqual([]);
    clock.nowMs += 1_000;
    await jobs.revive(await found(jobs, job.id));
    expect(await waiting()).toEqual([job.id]);
  });

  it('is left alone while it is executed', async () => {
    const { jobs, clock, waiting } = await open();
    const { job } = await jobs.accept(request, body);
    await waiting();
    clock.nowMs += 60_000;
    await jobs.execute(job.id, async () => {
      await jobs.revive(await found(jobs, job.id));
      await expect(jobs.giveUp(job.id)).rejects.toThrow('executed at this moment');
      return jobAnswerOf();
    });
    expect(await waiting()).toEqual([]);
  });

  it('is answered as failed when the host has given its message up', async () => {
    const { jobs } = await open();
    const { job } = await jobs.accept(request, body);
    await jobs.giveUp(job.id);
    expect(await jobs.answer(job.id)).toMatchObject({ status: 500, outcome: 'failed' });
    await jobs.giveUp(jobOf().id);
  });
});

it('sweeps now and then, when a job has been executed', async () => {
  const { jobs, clock } = await open();
  const { job: old } = await jobs.accept(request, body);
  clock.nowMs += 9 * 24 * hourMs;
  const { job } = await jobs.accept(request, body);
  await jobs.execute(job.id, async () => jobAnswerOf({ finishedMs: clock.nowMs }));
  expect([await jobs.find(old.id), (await jobs.find(job.id))?.job.id]).toEqual([undefined, job.id]);
});
