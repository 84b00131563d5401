import { describe, expect, it } from 'vitest';
import { watchedJobs } from '../../../shared/gateway/watched-jobs.ts';
import type { JobAnswer } from '../../../shared/jobs/job-answer.ts';
import type { PerformJob } from '../../../shared/jobs/execute-job.ts';
import { runInSpan } from '../../../shared/telemetry/current-span.ts';
import { watchDependencies } from '../../../shared/telemetry/watch-dependency.ts';
import { jobOf } from '../../setup/job.ts';
import { memoryJobs, type MemoryJobs } from '../../setup/memory-jobs.ts';
import { recordedTracing } from '../../setup/recorded-tracing.ts';

const done: JobAnswer = { status: 200, headers: {}, body: Buffer.from('{}'), outcome: 'completed', finishedMs: 0 };

function start(members: Partial<MemoryJobs> = {}) {
  const tracing = recordedTracing();
  const kept = { ...memoryJobs(), ...members };
  return { tracing, kept, jobs: watchedJobs(kept, watchDependencies(tracing)) };
}
const { id: _id, acceptedMs: _ms, tokenSha256: _digest, ...request } = jobOf();
const accepted = async (jobs: MemoryJobs) => (await jobs.accept(request, Buffer.from('{}'), { mostOpen: 9 })).job;
const namesIn = ({ spans }: ReturnType<typeof recordedTracing>) => spans.map(({ name }) => name);

describe('what is asked of the storage of jobs', () => {
  it('has a span of what it is, in the course of the request that asks, which names no job', async () => {
    const { tracing, jobs } = start();
    const span = tracing.begin('POST /v1/chat/completions', 'server', undefined);
    const { job } = await runInSpan(span, () => jobs.accept(request, Buffer.from('{}'), { mostOpen: 9 }));
    expect(await jobs.find(job.id)).toMatchObject({ job });
    expect(await jobs.answer(job.id)).toBeUndefined();
    expect(await jobs.cancel(job)).toBe(true);
    await jobs.remove(job.id);
    await jobs.giveUp(job.id);
    expect(tracing.spans[0]).toMatchObject({
      name: 'job accept',
      kind: 'client',
      parentSpanId: span.context.spanId,
      attributes: { 'db.system': 'azure-storage', 'db.operation': 'accept' },
    });
    expect(namesIn(tracing).slice(1)).toEqual(['job cancel', 'job remove', 'job give-up']);
    expect(JSON.stringify(tracing.spans)).not.toContain(job.id);
    expect([jobs.queueName, jobs.deadlineMs]).toEqual(['sluice-jobs', 900_000]);
  });

  it('fails where the storage does', async () => {
    const failure = Object.assign(new Error('secret-account is down'), { code: 'jobs_unavailable' });
    const { tracing, jobs } = start({ remove: () => Promise.reject(failure) });
    await expect(jobs.remove('job_1')).rejects.toBe(failure);
    expect(tracing.spans).toMatchObject([{ isFailed: true, attributes: { 'error.type': 'jobs_unavailable' } }]);
  });
});

describe('the execution of a job', () => {
  it('has a span before its work and one behind it, and none of the time between', async () => {
    const { tracing, kept, jobs } = start();
    const { id } = await accepted(kept);
    const perform: PerformJob = async () => {
      expect(namesIn(tracing)).toEqual(['job take']);
      tracing.clock.ms += 600_000;
      return done;
    };
    expect(await jobs.execute(id, perform)).toBe('answered');
    expect(namesIn(tracing)).toEqual(['job take', 'job finish']);
    for (const { startMs, endMs, isFailed } of tracing.spans) expect([endMs - startMs, isFailed]).toEqual([0, false]);
  });

  it('has another behind its work where that is done once more', async () => {
    const { kept } = start();
    const { id } = await accepted(kept);
    const { tracing, jobs } = start({
      async execute(_, perform) {
        await kept.execute(id, perform);
        return kept.execute(id, perform);
      },
    });
    await jobs.execute(id, async () => done);
    expect(namesIn(tracing)).toEqual(['job take', 'job finish', 'job finish']);
  });

  it('has one where its work is not begun', async () => {
    const { tracing, jobs } = start({ execute: async () => 'left' });
    expect(await jobs.execute('job_1', () => expect.unreachable('It is executed elsewhere.'))).toBe('left');
    expect(namesIn(tracing)).toEqual(['job take']);
  });

  it('fails where the storage does', async () => {
    const failure = new Error('down');
    const { tracing, jobs } = start({ execute: () => Promise.reject(failure) });
    await expect(jobs.execute('job_1', async () => done)).rejects.toBe(failure);
    expect(tracing.spans).toMatchObject([{ name: 'job take', isFailed: true }]);
  });
});
