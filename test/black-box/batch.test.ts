import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf } from '../setup/function-app.ts';
import { startApp, type RunningApp } from '../setup/running-app.ts';
import { twoResources } from '../setup/gateway-fixture.ts';

let app: RunningApp;
beforeAll(async () => {
  app = await startApp({
    // Each upstream call would otherwise be tried again, and a planted failure would fall on an attempt, not a request.
    retry: { maxAttempts: 1 },
    timeouts: { deadlineMs: 20_000, attemptMs: 20_000 },
    simulator: twoResources,
  });
}, 60_000);
afterAll(() => app.stop());
afterEach(() => app.simulator.reset());

const chat = (content: string) => ({ model: 'gpt-4o', messages: [{ role: 'user', content }], max_tokens: 20 });
const linesOf = async (answer: Response) =>
  (await answer.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
type Result = { index: number; id: string; status: number | null; error?: { param: string } };

describe('POST /v1/batch', () => {
  it('takes the lines of OpenAI’s batch files', async () => {
    const { results } = await jsonOf(
      await app.post('/v1/batch', {
        requests: [
          { custom_id: 'a', method: 'POST', url: '/v1/chat/completions', body: chat('One') },
          {
            custom_id: 'b',
            method: 'POST',
            url: '/v1/embeddings',
            body: { model: 'text-embedding-3-small', input: 'x' },
          },
          { custom_id: 'c', uri: '/v1/embeddings', body: { model: 'text-embedding-3-small', input: 'x' } },
        ],
      }),
    );
    expect(results).toMatchObject([
      { id: 'a', status: 200, body: { object: 'chat.completion' } },
      { id: 'b', status: 200, body: { object: 'list' } },
      { id: 'c', status: 400, error: { param: 'uri', message: "Unknown parameter: 'uri'." } },
    ]);
  });

  it('answers 93 of 100 requests, names the 7 that failed, and serves those alone afterwards', async () => {
    const requests = Array.from({ length: 100 }, (_, place) => ({ id: `row-${place}`, body: chat(`Row ${place}`) }));
    app.simulator.inject({ skip: 40, times: 7, fault: { kind: 'status', status: 503 } });

    const first = await app.post('/v1/batch', { requests });
    expect(first.status).toBe(200);
    const { results, summary } = await jsonOf(first);
    expect(summary).toEqual({ total: 100, succeeded: 93, failed: 7, skipped: 0 });
    expect(results.map(({ index, id }: Result) => [index, id])).toEqual(requests.map(({ id }, index) => [index, id]));
    for (const { index, status, body, error } of results) {
      if (status === 200) {
        expect(body.choices[0].message.content).toContain(`Row ${index}`);
      } else {
        expect([status, error.code]).toEqual([503, 'upstream_unavailable']);
      }
    }

    const failed = results.filter(({ status }: Result) => status !== 200).map(({ index }: Result) => requests[index]);
    expect(failed).toHaveLength(7);
    const again = await jsonOf(await app.post('/v1/batch', { requests: failed }));
    expect(again.summary).toEqual({ total: 7, succeeded: 7, failed: 0, skipped: 0 });
    expect(again.results.map(({ id }: Result) => id)).toEqual(failed.map(({ id }: Result) => id));
  });

  it('lets a request that is wrong fail by itself', async () => {
    const requests = [
      { body: chat('Fine') },
      { body: { model: 'gpt-4o' } },
      { body: { ...chat('No stream'), stream: true } },
      { path: '/v1/images', body: chat('No image') },
      'no request',
      { body: { ...chat('Nobody'), model: 'gpt-17' } },
      { id: 'e', method: 'POST', path: '/v1/embeddings', body: { model: 'text-embedding-3-small', input: 'Fine' } },
    ];
    const { results, summary } = await jsonOf(await app.post('/v1/batch', { requests, concurrency: 1 }));
    expect(results.map(({ status, error }: Result) => [status, error?.param])).toEqual([
      [200, undefined],
      [400, 'messages'],
      [400, 'stream'],
      [400, 'path'],
      [400, null],
      [404, 'model'],
      [200, undefined],
    ]);
    expect(results[6]).toMatchObject({ id: 'e', deployment: 'embed-east', body: { object: 'list' } });
    expect(summary).toMatchObject({ succeeded: 2, failed: 5 });
  });

  it('leaves what it had not begun when it is to stop at an error', async () => {
    const requests = [{ body: chat('One') }, { body: {} }, { body: chat('Three') }, { body: chat('Four') }];
    const { results, summary } = await jsonOf(
      await app.post('/v1/batch', { requests, concurrency: 1, stop_on_error: true }),
    );
    expect(results.map(({ status }: Result) => status)).toEqual([200, 400, null, null]);
    expect(summary).toEqual({ total: 4, succeeded: 1, failed: 1, skipped: 2 });
    expect(app.simulator.counts().calls).toBe(1);
  });

  it('tells each result as it comes, and how far it is', async () => {
    app.simulator.inject({ times: 1, fault: { kind: 'delay-headers', delayMs: 300 } });
    const requests = [{ body: chat('Slow') }, { body: chat('Quick') }, { body: chat('Quick too') }];
    const answer = await app.post(
      '/v1/batch',
      { requests, concurrency: 2 },
      { headers: { accept: 'application/x-ndjson' } },
    );
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
    const lines = await linesOf(answer);
    expect(lines.slice(0, 3).map(({ progress }) => progress)).toEqual([
      { done: 1, total: 3 },
      { done: 2, total: 3 },
      { done: 3, total: 3 },
    ]);
    // One of the first two is the slow one; the third overtakes it.
    expect(lines[1].index).toBe(2);
    expect(lines[3]).toEqual({ object: 'batch.summary', total: 3, succeeded: 3, failed: 0, skipped: 0 });
  });

  it('ends what is under way when its caller hangs up', async () => {
    app.simulator.inject({ skip: 1, fault: { kind: 'delay-headers', delayMs: 10_000 } });
    const requests = Array.from({ length: 20 }, (_, place) => ({ body: chat(`Row ${place}`) }));
    const hangUp = new AbortController();
    const answer = await app.post(
      '/v1/batch',
      { requests, concurrency: 4 },
      { headers: { accept: 'application/x-ndjson' }, signal: hangUp.signal },
    );
    for await (const chunk of answer.body ?? []) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    hangUp.abort();
    await expect
      .poll(() => app.simulator.ledger().filter(({ endedAt }) => endedAt === undefined), { timeout: 5_000 })
      .toEqual([]);
    expect(app.simulator.counts().cancels).toBe(4);
    expect(app.simulator.counts().calls).toBeLessThanOrEqual(5);
  });

  it.each([
    [{}, 'requests'],
    [{ requests: [] }, 'requests'],
    [{ requests: Array.from({ length: 1_001 }, () => ({})) }, 'requests'],
    [{ requests: [{}], concurrency: 33 }, 'concurrency'],
  ])('refuses a batch that is none as a whole', async (body, param) => {
    const answer = await app.post('/v1/batch', body);
    expect([answer.status, (await jsonOf(answer)).error.param]).toEqual([400, param]);
  });
});

describe('a dry run', () => {
  const dry = { headers: { 'x-sluice-dry-run': 'true' } };

  it.each([
    '/v1/chat/completions',
    '/openai/v1/chat/completions',
    '/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21',
    '/v1/explain',
  ])('says at %s what would become of a chat, and sends nothing', async (path) => {
    const asked = { ...chat('Hello, world!'), max_tokens: 500_000 };
    const answer = await app.post(path, asked, dry);
    expect(answer.status).toBe(200);
    expect(await jsonOf(answer)).toEqual({
      object: 'dry_run',
      operation: 'chat/completions',
      model: 'gpt-4o',
      deployment: 'chat-east',
      prompt_tokens: 11,
      prompt_tokens_exact: true,
      max_tokens: 16_384,
      fit: { kind: 'clamped', asked_max_tokens: 500_000, removed_messages: 0, removed_tokens: 0 },
      estimated_cost: {
        currency: 'USD',
        at_least: expect.any(Number),
        at_most: expect.any(Number),
        prepaid: false,
      },
      cost_unknown: null,
      tiers: [
        {
          model: 'gpt-4o',
          strategy: 'weighted',
          deployments: [
            { deployment: 'chat-east', position: 1, reasons: expect.any(Array) },
            { deployment: 'chat-west', position: 2, reasons: expect.any(Array) },
          ],
        },
      ],
    });
    expect(app.simulator.counts().calls).toBe(0);
  });

  it.each([
    '/v1/embeddings',
    '/openai/v1/embeddings',
    '/openai/deployments/text-embedding-3-small/embeddings?api-version=2024-10-21',
  ])('says at %s what would become of embeddings', async (path) => {
    const answer = await app.post(path, { model: 'text-embedding-3-small', input: ['Hello', 'world'] }, dry);
    expect(await jsonOf(answer)).toMatchObject({
      object: 'dry_run',
      operation: 'embeddings',
      deployment: 'embed-east',
      prompt_tokens: 2,
      prompt_tokens_exact: true,
      max_tokens: null,
      fit: null,
    });
    expect(app.simulator.counts().calls).toBe(0);
  });

  it('is whole for a call that would stream', async () => {
    const answer = await app.post('/v1/chat/completions', { ...chat('Hello'), stream: true }, dry);
    expect(await jsonOf(answer)).toMatchObject({ object: 'dry_run', max_tokens: 20 });
  });

  it.each(['/ai/generate', '/ai/stream'])('is the same for what is asked in neutral words at %s', async (path) => {
    const answer = await app.post(path, { model: 'gpt-4o', prompt: 'Hello, world!', maxTokens: 20 }, dry);
    expect(await jsonOf(answer)).toMatchObject({ object: 'dry_run', prompt_tokens: 11, max_tokens: 20 });
    expect(app.simulator.counts().calls).toBe(0);
  });

  it('is refused as the call would be', async () => {
    const unknown = await app.post('/v1/chat/completions', { ...chat('Hello'), model: 'gpt-17' }, dry);
    expect([unknown.status, (await jsonOf(unknown)).error.code]).toEqual([404, 'model_not_found']);
    const unclear = await app.post('/v1/chat/completions', chat('Hello'), { headers: { 'x-sluice-dry-run': 'maybe' } });
    expect([unclear.status, (await jsonOf(unclear)).error.param]).toEqual([400, 'x-sluice-dry-run']);
    expect(app.simulator.counts().calls).toBe(0);
  });
});
