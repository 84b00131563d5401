import { afterEach, describe, expect, it } from 'vitest';
import { GatewayError } from '../../../shared/errors.ts';
import { jsonAnswer } from '../../../shared/http/answers.ts';
import { answerBatch } from '../../../shared/http/batch-route.ts';
import { answerChat } from '../../../shared/http/chat-route.ts';
import { endpoint, type CallerRoute } from '../../../shared/http/endpoint.ts';
import { performingJobs } from '../../../shared/http/perform-job.ts';
import { callFunction, type FunctionCall } from '../../setup/call-function.ts';
import type { GatewayPartsOptions } from '../../setup/gateway-parts.ts';
import { recordedTracing } from '../../setup/recorded-tracing.ts';
import { noArrivals, startJobWorker, type JobWorker } from '../../setup/job-worker.ts';

let running: JobWorker;
afterEach(() => running.stop());

async function start(options: GatewayPartsOptions = {}): Promise<void> {
  running = await startJobWorker(options);
}
const chat = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Why is the sky blue?' }] };
const chats: CallerRoute = (exchange, gateway) => answerChat(exchange, gateway);

function ask(call: Partial<FunctionCall> = {}, route = chats, members: object = {}) {
  return callFunction((arrivals) => endpoint(route, { ...running.worker(arrivals), ...members }), {
    path: '/v1/chat/completions',
    functionName: 'chat-completions',
    body: chat,
    ...call,
    headers: { 'api-key': running.key, prefer: 'respond-async', ...call.headers },
  });
}
const codeOf = ({ text, status }: { text: string; status: number }) => [status, JSON.parse(text).error.code];
const kept = () => [...running.jobs.bodies.keys()];

describe('a request whose caller prefers an answer later', () => {
  it('is kept as it came, without what proves its caller, and answered with an address', async () => {
    await start();
    const answer = await ask({
      path: '/v1/chat/completions?Code=host-key&api-version=1',
      headers: { 'x-sluice-session': 's', 'x-request-id': 'mine' },
    });
    expect(answer.status).toBe(202);
    const [id = ''] = kept();
    const location = answer.headers.get('location') ?? '';
    expect(location).toMatch(`https://ai.example/v1/jobs/${id}?token=`);
    expect(answer.headers.get('preference-applied')).toBe('respond-async');
    expect(JSON.parse(answer.text)).toMatchObject({ id, status: 'queued', location });
    const { job } = (await running.jobs.find(id)) ?? expect.unreachable();
    expect(job).toMatchObject({
      caller: 'tests',
      isByGatewayKey: true,
      functionName: 'chat-completions',
      route: 'chat-completions',
      url: '/v1/chat/completions?api-version=1',
      headers: { 'x-sluice-session': 's' },
      requestId: 'mine',
    });
    expect(JSON.parse(Buffer.from(running.jobs.bodies.get(id) ?? []).toString())).toEqual(chat);
    expect(running.simulator.counts().calls).toBe(0);
    const logged = JSON.stringify(running.log.lines);
    expect(logged).toContain(id);
    expect(logged).not.toContain(location.split('token=')[1]);
    expect(JSON.stringify(job) + logged).not.toContain(running.key);
  });

  it('is put off though it says that it is no dry run', async () => {
    await start();
    expect((await ask({ headers: { 'x-sluice-dry-run': 'false' } })).status).toBe(202);
    expect(codeOf(await ask({ headers: { 'x-sluice-dry-run': 'maybe' } }))).toEqual([400, 'invalid_request']);
  });

  it('goes on later in the trace that it came in', async () => {
    await start();
    const tracing = recordedTracing();
    expect((await ask({}, chats, { tracing })).status).toBe(202);
    const [accepting] = tracing.spans;
    const { job } = (await running.jobs.find(kept()[0] ?? '')) ?? expect.unreachable();
    expect(job.headers['traceparent']).toBe(`00-${accepting?.traceId}-${accepting?.spanId}-01`);
  });

  it.each([
    ['without that preference', { headers: { prefer: 'return=minimal' } }],
    ['as a dry run', { headers: { 'x-sluice-dry-run': 'true' } }],
  ])('is answered at once %s', async (_case, call) => {
    await start();
    const answer = await ask(call);
    expect([answer.status, answer.headers.get('preference-applied'), kept()]).toEqual([200, null, []]);
  });

  it('is answered at once where there is no storage, and where it is no POST', async () => {
    await start();
    const models: CallerRoute = ({ call }) => ({ status: 200, headers: {}, body: call.caller.name });
    expect((await ask({}, chats, { jobs: undefined })).status).toBe(200);
    expect((await ask({ method: 'GET' }, models)).text).toBe('tests');
  });

  it('is refused like any call that is wrong', async () => {
    await start({ models: ['gpt-4o'] });
    expect(codeOf(await ask({ headers: { 'api-key': 'wrong' } }))).toEqual([401, 'invalid_api_key']);
    expect(codeOf(await ask({ body: '{' }))).toEqual([400, 'invalid_json']);
    expect(codeOf(await ask({ body: 'x'.repeat(100_001) }))).toEqual([413, 'request_too_large']);
    expect(codeOf(await ask({ body: { ...chat, messages: 5 } }))).toEqual([400, 'invalid_request']);
    expect(codeOf(await ask({ body: { ...chat, model: 'none' } }))).toEqual([404, 'model_not_found']);
    expect(codeOf(await ask({ body: { ...chat, stream: true } }))).toEqual([400, 'invalid_request']);
    expect(codeOf(await ask({ path: '/AI/stream', functionName: 'ai-stream' }))).toEqual([400, 'invalid_request']);
    expect(kept()).toEqual([]);
  });

  it('is refused to a caller who may have no jobs', async () => {
    await start({ caller: { operations: ['chat'] } });
    expect(codeOf(await ask())).toEqual([403, 'operation_not_allowed']);
  });

  it('is refused to a caller who may not do what it asks for', async () => {
    await start({ caller: { operations: ['embeddings', 'jobs'] } });
    expect(codeOf(await ask())).toEqual([403, 'operation_not_allowed']);
    expect(kept()).toEqual([]);
  });

  it('finds the job that the first became when it comes again with its key', async () => {
    await start();
    const keyed = { headers: { 'idempotency-key': 'run-1' } };
    const [first, again] = [await ask(keyed), await ask(keyed)];
    expect([first.status, again.status, kept().length]).toEqual([202, 202, 1]);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect([first, again].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect(running.log.of('job-repeated')).toMatchObject([{ job: kept()[0] }]);
    expect(JSON.stringify(running.log.lines)).not.toContain('run-1');
  });

  it.each(['', 'x'.repeat(256), 'Zürich'])('is refused with the key %j, which is none', async (key) => {
    await start();
    expect(codeOf(await ask({ headers: { 'idempotency-key': key } }))).toEqual([400, 'invalid_request']);
  });

  it('is refused to a caller who has as many open as the gateway file says', async () => {
    await start({ caller: { maxJobs: 1 } });
    expect((await ask()).status).toBe(202);
    expect(codeOf(await ask())).toEqual([429, 'rate_limit_exceeded']);
  });

  it('is kept where only a rehearsal would need what its caller may not do', async () => {
    await start({ caller: { operations: ['chat', 'jobs'] } });
    expect((await ask()).status).toBe(202);
  });

  it('is kept where nothing could serve it now, and where its route cannot be rehearsed', async () => {
    await start();
    const busy: CallerRoute = ({ arrival, call }, gateway) => {
      if (arrival.headers['x-sluice-dry-run'] === 'true') throw new GatewayError('upstream_unavailable', 'Not now.');
      return jsonAnswer(gateway.health(call.caller));
    };
    expect((await ask({}, busy)).status).toBe(202);
    const batches: CallerRoute = (exchange, gateway) => answerBatch(exchange, gateway);
    expect((await ask({ path: '/v1/batch', functionName: 'batch', body: { requests: 'wrong' } }, batches)).status).toBe(
      202,
    );
  });

  it('passes a bug of its rehearsal on', async () => {
    await start();
    const broken: CallerRoute = () => Promise.reject(new TypeError('bug'));
    expect(codeOf(await ask({}, broken))).toEqual([500, 'internal_error']);
  });
});

describe('a caller who would wait', () => {
  it('has the answer itself when it is there in time', async () => {
    await start();
    const asking = ask({ headers: { prefer: 'respond-async, wait=10' } });
    await expect.poll(kept).toHaveLength(1);
    const perform = performingJobs({ 'chat-completions': chats }, running.worker(noArrivals), 900_000);
    await running.jobs.execute(kept()[0] ?? '', perform);
    const answer = await asking;
    expect([answer.status, answer.headers.get('preference-applied')]).toEqual([200, 'respond-async']);
    expect(JSON.parse(answer.text).object).toBe('chat.completion');
  });

  it('has the address when the storage fails meanwhile: its work is accepted, and must not be sent again', async () => {
    await start();
    running.jobs.answer = async () => {
      throw new GatewayError('jobs_unavailable', 'The storage of jobs cannot be reached now.');
    };
    const answer = await ask({ headers: { prefer: 'respond-async, wait=1' } });
    expect([answer.status, answer.headers.get('location')]).toEqual([202, expect.stringContaining('?token=')]);
  });

  it('has the address when it is not, and is waited for no longer when it has gone', async () => {
    await start();
    expect((await ask({ headers: { prefer: 'respond-async, wait=1' } })).status).toBe(202);
    const caller = new AbortController();
    const arrival = { gone: caller.signal };
    const asking = ask({ headers: { prefer: 'respond-async, wait=60' }, arrival });
    await expect.poll(kept).toHaveLength(2);
    caller.abort();
    expect((await asking).status).toBe(202);
    expect(codeOf(await ask({ arrival }))).toEqual([499, 'caller_gone']);
    expect(kept()).toHaveLength(2);
  });
});
