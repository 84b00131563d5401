import { describe, expect, it } from 'vitest';
import { createJobs, type Jobs } from '../../../shared/jobs/jobs.ts';
import { isTokenOf } from '../../../shared/jobs/job-token.ts';
import { withJobStorage } from '../../setup/job-storage.ts';
import { jobAnswerOf, jobOf } from '../../setup/job.ts';

const storage = withJobStorage();
const { id: _id, acceptedMs: _acceptedMs, tokenSha256: _token, ...request } = jobOf();
const body = Buffer.from('{"model":"gpt-4o"}');
const hourMs = 3_600_000;
const usual = { mostOpen: 100 };

async function open() {
  const { queue, blobs, name } = await storage.open();
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
  return { jobs, blobs, clock, waiting };
}
const found = async (jobs: Jobs, id: string) => (await jobs.find(id)) ?? expect.unreachable('The job is not found.');

describe('jobs', () => {
  it('are accepted with a token that is kept nowhere, and wait on the queue', async () => {
    const { jobs, clock, waiting } = await open();
    const { job, token } = await jobs.accept(request, body, usual);
    expect(job).toMatchObject({ ...request, acceptedMs: clock.nowMs });
    expect(isTokenOf(token, job.tokenSha256)).toBe(true);
    expect((await found(jobs, job.id)).job).toEqual(job);
    expect(await waiting()).toEqual([job.id]);
    expect(await jobs.find('none')).toBeUndefined();
  });

  it('are answered for as long as they are kept', async () => {
    const { jobs, clock } = await open();
    const { job } = await jobs.accept(request, body, usual);
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
    const { job } = await jobs.accept(request, body, usual);
    expect([await jobs.cancel(job), await jobs.cancel(job)]).toEqual([true, false]);
    expect(await jobs.answer(job.id)).toMatchObject({ status: 410, outcome: 'cancelled' });
    const { job: done } = await jobs.accept(request, body, usual);
    await jobs.execute(done.id, async () => jobAnswerOf());
    expect(await jobs.cancel(done)).toBe(false);
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
    await expect(jobs.accept(request, body, usual)).rejects.toMatchObject({ code: 'jobs_unavailable' });
    expect(await Array.fromAsync(blobs.list())).toEqual([]);
    expect(await Array.fromAsync(blobs.listBeside())).toEqual([]);
  });

  it('are never more than a caller may have open, however many come at once', async () => {
    const { jobs, clock, waiting } = await open();
    const three = { mostOpen: 3 };
    for (let time = 0; time < 3; time += 1) await jobs.accept(request, body, three);
    clock.nowMs += 1;
    const refused = await Promise.allSettled(Array.from({ length: 5 }, () => jobs.accept(request, body, three)));
    expect(refused).toEqual(
      Array(5).fill(
        expect.objectContaining({
          reason: expect.objectContaining({ code: 'rate_limit_exceeded', retryAfterMs: 10_000 }),
        }),
      ),
    );
    await jobs.accept({ ...request, caller: 'another' }, body, three);
    const ids = await waiting();
    expect(ids).toHaveLength(4);
    await jobs.execute(ids[0] ?? '', async () => jobAnswerOf());
    const accepted = await Promise.allSettled(Array.from({ length: 5 }, () => jobs.accept(request, body, three)));
    expect(accepted.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
  });
});

describe('a request that comes again with its key', () => {
  const keyed = { ...usual, idempotencyKey: 'run-1' };

  it('is the job that it became, with the same token, and is done once', async () => {
    const { jobs, waiting } = await open();
    const first = await jobs.accept(request, body, keyed);
    expect(first.isRepeat).toBe(false);
    expect(await jobs.accept({ ...request, requestId: 'again' }, body, keyed)).toEqual({ ...first, isRepeat: true });
    expect(isTokenOf(first.token, first.job.tokenSha256)).toBe(true);
    expect(await waiting()).toEqual([first.job.id]);
    await jobs.execute(first.job.id, async () => jobAnswerOf());
    expect(await jobs.accept(request, body, keyed)).toEqual({ ...first, isRepeat: true });
  });

  it('is one job though both come at the same time', async () => {
    const { jobs, waiting } = await open();
    const accepted = await Promise.all([jobs.accept(request, body, keyed), jobs.accept(request, body, keyed)]);
    const ids = new Set(accepted.map(({ job }) => job.id));
    expect([ids.size, await waiting()]).toEqual([1, [...ids]]);
    expect(accepted.filter(({ isRepeat }) => isRepeat)).toHaveLength(1);
  });

  it('is refused where it is another request, and is another’s where it is another caller or function', async () => {
    const { jobs } = await open();
    const { job } = await jobs.accept(request, body, keyed);
    await expect(jobs.accept(request, Buffer.from('{}'), keyed)).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
    await expect(jobs.accept({ ...request, url: '/x' }, body, keyed)).rejects.toMatchObject({ status: 422 });
    const others = [{ caller: 'another' }, { functionName: 'another' }].map((members) => ({ ...request, ...members }));
    for (const other of others) expect((await jobs.accept(other, body, keyed)).job.id).not.toBe(job.id);
  });

  it('begins anew when the first one’s answer is not kept any more', async () => {
    const { jobs, clock } = await open();
    const { job } = await jobs.accept(request, body, keyed);
    clock.nowMs += hourMs + 1;
    const next = await jobs.accept(request, Buffer.from('{}'), keyed);
    expect([next.isRepeat, next.job.id === job.id]).toEqual([false, false]);
  });

  it('becomes the job that the first could not become any more, whose process died between', async () => {
    const { jobs, blobs, waiting } = await open();
    const { job, token } = await jobs.accept(request, body, keyed);
    await waiting();
    await blobs.remove(job.id);
    await blobs.removeRequest(job);
    expect(await jobs.accept(request, body, keyed)).toEqual({ job, token, isRepeat: false });
    expect(await waiting()).toEqual([job.id]);
  });
});

describe('a job that nobody works on', () => {
  it('is put on the queue again, once, when it has not waited there for a while', async () => {
    const { jobs, clock, waiting } = await open();
    const { job } = await jobs.accept(request, body, usual);
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
    const { job } = await jobs.accept(request, body, usual);
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
    const { job } = await jobs.accept(request, body, usual);
    await jobs.giveUp(job.id);
    expect(await jobs.answer(job.id)).toMatchObject({ status: 500, outcome: 'failed' });
    await jobs.giveUp(jobOf().id);
  });
});

it('sweeps now and then, when a job has been executed', async () => {
  const { jobs, clock } = await open();
  const { job: old } = await jobs.accept(request, body, usual);
  clock.nowMs += 9 * 24 * hourMs;
  const { job } = await jobs.accept(request, body, usual);
  await jobs.execute(job.id, async () => jobAnswerOf({ finishedMs: clock.nowMs }));
  expect([await jobs.find(old.id), (await jobs.find(job.id))?.job.id]).toEqual([undefined, job.id]);
});
