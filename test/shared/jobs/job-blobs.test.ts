import { describe, expect, it } from 'vitest';
import { withJobStorage } from '../../setup/job-storage.ts';
import { jobAnswerOf, jobOf } from '../../setup/job.ts';

const storage = withJobStorage();
const job = jobOf();
const body = Buffer.from('{"model":"gpt-4o"}');

async function created() {
  const opened = await storage.open();
  await opened.blobs.keepRequest(job, body);
  await opened.blobs.create(job);
  return opened;
}

describe('a job', () => {
  it('is found with its request, in a container that is made for it', async () => {
    const { blobs } = await created();
    expect(await blobs.find(job.id)).toEqual({
      job,
      isRunning: false,
      attempts: 0,
      putOffs: 0,
      queuedMs: job.acceptedMs,
      version: expect.any(String),
    });
    expect(await blobs.request(job)).toEqual(body);
    expect(await blobs.answer(job.id)).toBeUndefined();
  });

  it('is not found where there is none', async () => {
    const { blobs } = await storage.open();
    expect([
      await blobs.find('none'),
      await blobs.request({ id: 'none', caller: 'tests' }),
      await blobs.isAnswered('none'),
    ]).toEqual([undefined, undefined, false]);
  });

  it('is kept though somebody has removed the container', async () => {
    const { blobs, container } = await created();
    await container.delete();
    const next = jobOf({ acceptedMs: job.acceptedMs + 1 });
    await blobs.keepRequest(next, body);
    await blobs.create(next);
    expect((await blobs.find(next.id))?.job).toEqual(next);
  });

  it('is made once, and its request kept once, whoever comes with it again', async () => {
    const { blobs } = await created();
    expect([
      await blobs.create({ ...job, requestId: 'another' }),
      await blobs.keepRequest(job, Buffer.from('x')),
    ]).toEqual([false, false]);
    expect([(await blobs.find(job.id))?.job, await blobs.request(job)]).toEqual([job, body]);
  });

  it('is none where another version wrote what this one cannot read', async () => {
    const { blobs, container } = await created();
    const other = jobOf({ acceptedMs: job.acceptedMs + 1 });
    await container.getBlockBlobClient(`${other.id}/job`).uploadData(Buffer.from('{"id":"other"}'));
    expect(await blobs.find(other.id)).toBeUndefined();
  });

  it('is open until it is answered, and counted for its caller alone', async () => {
    const { blobs } = await created();
    const another = jobOf({ acceptedMs: job.acceptedMs + 1 });
    await blobs.keepRequest(another, body);
    await blobs.keepRequest(jobOf({ caller: 'tests/2' }), body);
    const fits = [job, another].map((each) => blobs.isAmongOldest(each, 1));
    expect(await Promise.all(fits)).toEqual([true, false]);
    expect(await blobs.isAmongOldest(another, 2)).toBe(true);
    await blobs.finish(job, jobAnswerOf());
    expect([await blobs.isAmongOldest(another, 1), await blobs.isAmongOldest(job, 9)]).toEqual([true, false]);
  });

  it('is running while it is leased', async () => {
    const { blobs } = await created();
    const lease = await blobs.lease(job.id);
    await lease.acquireLease(15);
    expect((await blobs.find(job.id))?.isRunning).toBe(true);
    await lease.releaseLease();
    expect((await blobs.find(job.id))?.isRunning).toBe(false);
  });

  it('is answered once, whoever tries, and its request is gone then', async () => {
    const { blobs } = await created();
    expect(await blobs.finish(job, jobAnswerOf())).toBe(true);
    expect(await blobs.finish(job, jobAnswerOf({ status: 500 }))).toBe(false);
    expect(await blobs.answer(job.id)).toEqual(jobAnswerOf());
    expect([await blobs.isAnswered(job.id), await blobs.request(job)]).toEqual([true, undefined]);
  });

  it('is removed with all there is of it', async () => {
    const { blobs } = await created();
    await blobs.finish(job, jobAnswerOf());
    await blobs.remove(job.id);
    expect([await blobs.find(job.id), await blobs.answer(job.id)]).toEqual([undefined, undefined]);
    await blobs.remove(job.id);
  });

  it('is removed whole though who answered it has died with its lease', async () => {
    const { blobs } = await created();
    await (await blobs.lease(job.id)).acquireLease(15);
    await blobs.finish(job, jobAnswerOf());
    await blobs.remove(job.id);
    expect([await blobs.find(job.id), await blobs.answer(job.id)]).toEqual([undefined, undefined]);
  });
});

describe('notes on a job', () => {
  it('are taken by who holds its lease, and by nobody else meanwhile', async () => {
    const { blobs } = await created();
    const before = (await blobs.find(job.id)) ?? expect.unreachable();
    const lease = await blobs.lease(job.id);
    await lease.acquireLease(15);
    expect(await blobs.note(job.id, { attempts: 1, putOffs: 0, queuedMs: 5 }, { leaseId: lease.leaseId })).toBe(true);
    expect(await blobs.note(job.id, { attempts: 9, putOffs: 0, queuedMs: 9 }, before)).toBe(false);
    expect(await blobs.find(job.id)).toMatchObject({ attempts: 1, putOffs: 0, queuedMs: 5, job });
  });

  it('are taken by one of several who saw the same', async () => {
    const { blobs } = await created();
    const seen = (await blobs.find(job.id)) ?? expect.unreachable();
    const taken = [
      await blobs.note(job.id, { attempts: 0, putOffs: 0, queuedMs: 7 }, seen),
      await blobs.note(job.id, seen, seen),
    ];
    expect(taken).toEqual([true, false]);
  });

  it('are not taken of one that is gone', async () => {
    const { blobs } = await created();
    expect(await blobs.note('none', { attempts: 0, putOffs: 0, queuedMs: 7 }, { version: '"1"' })).toBe(false);
  });
});

it('lists the oldest job first, its answer before all else', async () => {
  const { blobs } = await created();
  await blobs.create(jobOf({ acceptedMs: 5 }));
  await blobs.finish(job, jobAnswerOf());
  const listed = await Array.fromAsync(blobs.list());
  expect(listed.map(({ id, part }) => `${id === job.id ? 'young' : 'old'} ${part}`)).toEqual([
    'old job',
    'young answer',
    'young job',
  ]);
  expect(listed[0]?.writtenMs).toBeGreaterThan(Date.now() - 60_000);
});

it('says that it cannot be had while the storage is down', async () => {
  const { blobs } = await created();
  await storage.azurite().stop();
  await expect(blobs.find(job.id)).rejects.toMatchObject({ code: 'jobs_unavailable' });
  await storage.azurite().start();
  expect((await blobs.find(job.id))?.job).toEqual(job);
});
