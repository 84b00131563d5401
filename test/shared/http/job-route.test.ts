import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEndpoint } from '../../../shared/http/endpoint.ts';
import { answerJob, cancelJob, deleteJob } from '../../../shared/http/job-route.ts';
import { callFunction } from '../../setup/call-function.ts';
import { startJobWorker, type JobWorker } from '../../setup/job-worker.ts';
import { jobAnswerOf, jobOf } from '../../setup/job.ts';

let running: JobWorker;
let id: string;
let token: string;
beforeEach(async () => {
  running = await startJobWorker();
  const accepted = await running.jobs.accept(jobOf(), Buffer.from('{}'), { mostOpen: 9 });
  [id, token] = [accepted.job.id, accepted.token];
});
afterEach(() => running.stop());

type Asking = { query?: string; key?: string | undefined; jobs?: undefined; of?: string };

function ask(route: typeof answerJob, { query = `?token=${token}`, key, of = id, ...members }: Asking = {}) {
  return callFunction(
    (arrivals) => {
      const worker = { ...running.worker(arrivals), ...members };
      return openEndpoint((exchange) => route(exchange, worker), worker);
    },
    { method: 'GET', path: `/v1/jobs/${of}${query}`, headers: key === undefined ? {} : { 'api-key': key } },
  );
}
const codeOf = ({ text, status }: { text: string; status: number }) => [status, JSON.parse(text).error.code];
const location = () => `https://ai.example/v1/jobs/${id}`;

describe('a job that is not done', () => {
  it.each([
    ['queued', false],
    ['running', true],
  ])('is %s, and asked for again where it was asked for', async (status, isRunning) => {
    running.jobs.set(id, { isRunning });
    const byToken = await ask(answerJob);
    expect([byToken.status, byToken.headers.get('location')]).toEqual([202, `${location()}?token=${token}`]);
    expect(JSON.parse(byToken.text)).toMatchObject({ id, status });
    const byKey = await ask(answerJob, { query: '', key: running.key });
    expect([byKey.status, byKey.headers.get('location')]).toEqual([202, location()]);
    expect(running.jobs.revived).toEqual([id, id]);
  });

  it.each([
    ['cancelling', cancelJob],
    ['deleting', deleteJob],
  ])('ends by %s', async (_what, route) => {
    const answer = await ask(route);
    expect([answer.status, JSON.parse(answer.text).status]).toEqual([200, 'cancelled']);
    expect(codeOf(await ask(answerJob))).toEqual([410, 'job_cancelled']);
    expect(running.log.of('job-cancelled')).toMatchObject([{ job: id, caller: 'tests' }]);
  });
});

describe('a job that is done', () => {
  beforeEach(() => void running.jobs.answers.set(id, jobAnswerOf({ headers: { 'x-request-id': 'first' } })));

  it('is answered as its call would have been, with the id of that', async () => {
    const answer = await ask(answerJob);
    expect([answer.status, answer.text, answer.headers.get('x-request-id')]).toEqual([200, '{"done":true}', 'first']);
    // Unlike the call's own, it is the answer to a GET, which proxies on the way may keep and give to others.
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(running.jobs.revived).toEqual([]);
  });

  it('is not changed by cancelling it', async () => {
    expect(JSON.parse((await ask(cancelJob)).text)).toMatchObject({ id, status: 'completed' });
    expect((await ask(answerJob)).status).toBe(200);
  });

  it('is gone when it is deleted', async () => {
    expect(JSON.parse((await ask(deleteJob)).text)).toEqual({ id, object: 'job', deleted: true });
    expect(codeOf(await ask(answerJob))).toEqual([404, 'job_not_found']);
  });

  it('is not found when its time is over', async () => {
    running.jobs.answers.set(id, 'expired');
    for (const route of [answerJob, cancelJob, deleteJob]) {
      expect(codeOf(await ask(route))).toEqual([404, 'job_not_found']);
    }
  });

  it('is said to be what became of it when somebody was quicker than its cancelling', async () => {
    running.jobs.answers.delete(id);
    const cancel = running.jobs.cancel;
    running.jobs.cancel = async () => {
      running.jobs.answers.set(id, jobAnswerOf({ outcome: 'failed', status: 500 }));
      return false;
    };
    expect(JSON.parse((await ask(cancelJob)).text)).toMatchObject({ status: 'failed' });
    running.jobs.cancel = cancel;
  });
});

describe('a job', () => {
  it.each([
    ['another token', { query: '?token=wrong' }, [404, 'job_not_found']],
    ['an empty token', { query: '?token=' }, [404, 'job_not_found']],
    ['neither token nor key', { query: '' }, [401, 'invalid_api_key']],
    ['a key that is not known', { query: '', key: 'wrong' }, [401, 'invalid_api_key']],
    ['no storage', { jobs: undefined }, [404, 'job_not_found']],
    ['another id', { of: 'job_1' }, [404, 'job_not_found']],
  ])('is not found by who has %s', async (_what, asking, expected) => {
    for (const route of [answerJob, cancelJob, deleteJob]) {
      expect(codeOf(await ask(route, asking))).toEqual(expected);
    }
  });

  it('is not found by another caller', async () => {
    const { job } = await running.jobs.accept(jobOf({ caller: 'another' }), Buffer.from('{}'), { mostOpen: 9 });
    expect(codeOf(await ask(answerJob, { of: job.id, query: '', key: running.key }))).toEqual([404, 'job_not_found']);
  });
});
