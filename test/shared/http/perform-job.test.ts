import { ReadableStream } from 'node:stream/web';
import { afterEach, describe, expect, it } from 'vitest';
import { answerBatch } from '../../../shared/http/batch-route.ts';
import { answerChat } from '../../../shared/http/chat-route.ts';
import type { CallerRoute } from '../../../shared/http/endpoint.ts';
import type { CallerExchange } from '../../../shared/http/exchange.ts';
import { performingJobs } from '../../../shared/http/perform-job.ts';
import type { Job } from '../../../shared/jobs/job.ts';
import { noArrivals, startJobWorker, type JobWorker } from '../../setup/job-worker.ts';
import { recordsOf } from '../../setup/records-of.ts';
import { jobOf } from '../../setup/job.ts';
import { recordedTracing, type RecordedTracing } from '../../setup/recorded-tracing.ts';

let running: JobWorker;
afterEach(() => running.stop());

const chat = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Why is the sky blue?' }] };
const chats: CallerRoute = (exchange, gateway) => answerChat(exchange, gateway);
const keyId = () => running.caller.keys[0]?.id ?? expect.unreachable('The caller has no key.');

async function perform(
  route: CallerRoute | undefined,
  body: unknown,
  members: Partial<Job> = {},
  attempt = 1,
  tracing?: RecordedTracing,
) {
  const routes = route === undefined ? {} : { 'chat-completions': route };
  const job = jobOf({ keyId: keyId(), ...members });
  const doing = performingJobs(routes, { ...running.worker(noArrivals), tracing }, 900_000);
  const gone = new AbortController().signal;
  const answer = await doing({ job, attempt, isPutOff: () => false, gone, body: Buffer.from(JSON.stringify(body)) });
  return { ...answer, text: Buffer.from(answer.body).toString() };
}

describe('a job', () => {
  it('is done by its route, in the name of its caller, and answered as its request would have been', async () => {
    running = await startJobWorker();
    const answer = await perform(chats, chat);
    expect(answer).toMatchObject({ status: 200, outcome: 'completed', finishedMs: expect.any(Number) });
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json',
      'x-request-id': 'request-1',
      'x-sluice-deployment': 'chat-east',
      'x-sluice-attempts': '1',
    });
    expect(JSON.parse(answer.text).object).toBe('chat.completion');
  });

  it('is a call of its own deadline, that is known by its id whenever it is executed', async () => {
    running = await startJobWorker();
    let seen: CallerExchange | undefined;
    const look: CallerRoute = (exchange) => {
      seen = exchange;
      return { status: 200, headers: {}, body: '' };
    };
    await perform(look, chat, { url: '/v1/x?y=1' }, 3);
    expect(seen?.call).toMatchObject({
      requestId: 'request-1',
      caller: { name: 'tests' },
      keyId: keyId(),
      job: { id: jobOf().id, attempt: 3, acceptedMs: jobOf().acceptedMs, deadlineMs: 900_000 },
    });
    expect([seen?.path, seen?.query.get('y'), seen?.requestId]).toEqual([['v1', 'x'], '1', 'request-1']);
  });

  it('is no HTTP request among those that are counted, and its span is named for its route', async () => {
    running = await startJobWorker();
    const tracing = recordedTracing();
    await perform(chats, chat, {}, 1, tracing);
    await perform(chats, chat, { route: undefined }, 2, tracing);
    const about = { 'sluice.job.id': jobOf().id, 'sluice.caller': 'tests', 'sluice.request_id': 'request-1' };
    expect(tracing.spans.filter(({ kind }) => kind === 'server')).toMatchObject([
      { name: 'run-job /v1/chat/completions', attributes: { ...about, 'sluice.job.attempt': 1 } },
      { name: 'run-job /chat-completions', attributes: { ...about, 'sluice.job.attempt': 2 } },
    ]);
    expect(await running.gateway.metrics.text({ ...running.gateway.figures(), requestsInFlight: 0 })).not.toMatch(
      /^sluice_http_requests_total\{/m,
    );
  });

  it('keeps its place in the ledger though it is executed once more, and then refused', async () => {
    running = await startJobWorker();
    await perform(chats, chat);
    running.simulator.inject({ fault: { kind: 'status', status: 429, body: 'throttled-86400' } });
    expect((await perform(chats, chat, {}, 2)).status).toBe(429);
    const records = await recordsOf(running.parts);
    expect(Object.fromEntries(records.map(({ id, ...record }) => [id, record]))).toMatchObject({
      [jobOf().id]: { outcome: 'completed', completionTokens: expect.any(Number) },
      [`${jobOf().id}.refused-2`]: { outcome: 'refused', completionTokens: 0 },
    });
    expect(records.reduce((sum, { completionTokens }) => sum + completionTokens, 0)).toBeGreaterThan(0);
  });

  it('that fails is answered with its error', async () => {
    running = await startJobWorker();
    running.simulator.inject({ fault: { kind: 'status', status: 400, body: 'filter-400' } });
    const answer = await perform(chats, chat);
    expect([answer.status, answer.outcome, JSON.parse(answer.text).error.code]).toEqual([
      400,
      'failed',
      'content_filter',
    ]);
  });

  it.each([
    ['whose caller is gone', { caller: 'nobody' }, 401, 'invalid_api_key'],
    ['whose caller’s key is gone', { keyId: 'aaaaaaaaaa' }, 401, 'invalid_api_key'],
    ['whose route is gone', { functionName: 'was-here' }, 404, 'route_not_found'],
  ])('%s is refused', async (_case, members, status, code) => {
    running = await startJobWorker();
    const answer = await perform(chats, chat, members);
    expect([answer.status, answer.outcome, JSON.parse(answer.text).error.code]).toEqual([status, 'failed', code]);
    expect(running.simulator.counts().calls).toBe(0);
  });

  it('is answered whole where its route answers piece by piece', async () => {
    running = await startJobWorker();
    const lines: CallerRoute = (exchange, gateway) => answerBatch(exchange, gateway);
    const headers = { accept: 'application/x-ndjson' };
    const answer = await perform(lines, { requests: [{ body: chat }] }, { headers });
    expect(answer.text.trim().split('\n')).toHaveLength(2);
  });

  it('is never answered with an answer that was cut', async () => {
    running = await startJobWorker();
    const cut: CallerRoute = ({ arrival }) => ({
      status: 200,
      headers: {},
      body: new ReadableStream({
        async pull(controller) {
          controller.enqueue(Buffer.from('half'));
          await arrival.abort();
          controller.close();
        },
      }),
    });
    const answer = await perform(cut, chat);
    expect([answer.status, answer.outcome, JSON.parse(answer.text).error.code]).toEqual([
      502,
      'failed',
      'upstream_malformed',
    ]);
    expect(answer.headers['x-request-id']).toBe('request-1');
  });

  it('may end in bytes of its own', async () => {
    running = await startJobWorker();
    const bytes = Uint8Array.from([0, 255, 10, 128]);
    const answer = await perform(() => ({ status: 200, headers: {}, body: bytes }), chat);
    expect(answer.body).toEqual(bytes);
  });
});
