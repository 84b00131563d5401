import type { ChatCompletionMessageParam } from 'openai/resources';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../local/azure/fault-rule.ts';
import { startApp, type RunningApp } from '../setup/running-app.ts';

// Two resources, four deployments, three API versions: chat-east (2024-10-21) before chat-west (v1), mini-east
// (2024-06-01) before mini-west (v1).
let app: RunningApp;
beforeEach(async () => {
  app = await startApp({
    timeouts: { connectMs: 300, firstOutputMs: 300, idleMs: 300, attemptMs: 1_500, deadlineMs: 4_000 },
  });
});
afterEach(() => app.stop());

const messages: ChatCompletionMessageParam[] = [{ role: 'user', content: 'Hello out there.' }];
const chat = (stream: boolean, model = 'gpt-4o') => ({ model, stream, messages });

async function ask(stream: boolean, model?: string) {
  const response = await app.post('/v1/chat/completions', chat(stream, model));
  return {
    status: response.status,
    deployment: response.headers.get('x-sluice-deployment'),
    attempts: response.headers.get('x-sluice-attempts'),
    headers: response.headers,
    text: await response.text().catch(() => 'cut'),
  };
}

const east = (fault: Fault) => app.simulator.inject({ deployment: 'chat-east', fault });

describe.each([false, true])('with stream %s', (stream) => {
  it('serves from the other resource when one is gone', async () => {
    await app.simulator.resources['east']?.stop();
    expect(await ask(stream)).toMatchObject({ status: 200, deployment: 'chat-west', attempts: '2' });
    expect(await ask(stream, 'gpt-4o-mini')).toMatchObject({ status: 200, deployment: 'mini-west', attempts: '2' });
  });

  it.each<[string, Fault]>([
    ['throttles', { kind: 'status', status: 429, retryAfterMs: 800 }],
    ['fails', { kind: 'status', status: 500 }],
    ['is overloaded', { kind: 'status', status: 503 }],
    ['resets', { kind: 'reset' }],
    ['answers garbage', { kind: 'garbage' }],
    ['does not know the deployment', { kind: 'status', body: 'deployment-404' }],
    ['refuses the key', { kind: 'status', body: 'key-401' }],
  ])('serves from the other deployment when the first %s', async (_what, fault) => {
    east(fault);
    const answer = await ask(stream);
    expect(answer).toMatchObject({ status: 200, deployment: 'chat-west', attempts: '2' });
    expect(answer.text).toContain(stream ? '[DONE]' : '"finish_reason"');
  });

  it('never passes a truncated answer on as a whole one', async () => {
    east({ kind: 'truncated-json' });
    const { text, status } = await ask(stream);
    expect(status).toBe(200);
    // A plain answer is replaced; a stream had given output, and is seen to be cut.
    expect(stream ? text : JSON.parse(text).choices[0].finish_reason).toBe(stream ? 'cut' : 'stop');
  });

  it('waits as long as the only deployment asks, and no longer', async () => {
    app.simulator.inject({
      deployment: 'embed-east',
      times: 1,
      fault: { kind: 'status', status: 429, retryAfterMs: 250 },
    });
    const startedMs = performance.now();
    const response = await app.post('/v1/embeddings', { model: 'text-embedding-3-small', input: 'x' });
    const [first, second] = app.simulator.ledger();
    expect(response.headers.get('x-sluice-attempts')).toBe('2');
    expect((second?.startedAt ?? 0) - (first?.startedAt ?? 0)).toBeGreaterThanOrEqual(250);
    expect(performance.now() - startedMs).toBeLessThan(3_000);
  });
});

describe('a stalled stream', () => {
  it.each<[string, Fault]>([
    ['before its headers', { kind: 'stall', beforeHeaders: true }],
    ['before its first output', { kind: 'stall', chunks: 1 }],
    ['in chunks without choices for ever', { kind: 'empty-choices' }],
    ['with an error before its first output', { kind: 'error-in-stream', chunks: 1 }],
  ])('%s is replaced unseen', async (_when, fault) => {
    east(fault);
    const answer = await ask(true);
    expect(answer).toMatchObject({ status: 200, deployment: 'chat-west' });
    expect(answer.text).toContain('data: [DONE]');
    expect(answer.text).not.toContain('"error"');
  });
});

describe('a stream that dies after real output never looks complete', () => {
  it.each<[string, Fault]>([
    ['cut cleanly', { kind: 'cut-after', chunks: 4, how: 'close' }],
    ['cut by a reset', { kind: 'cut-after', chunks: 4, how: 'reset' }],
    ['stalled', { kind: 'stall', chunks: 4 }],
    ['with an error inside', { kind: 'error-in-stream', chunks: 4 }],
  ])('%s', async (_how, fault) => {
    east(fault);
    const response = await app.post('/v1/chat/completions', chat(true));
    expect(response.headers.get('x-sluice-deployment')).toBe('chat-east');
    const received: string[] = [];
    const decoder = new TextDecoder();
    const end = await (async () => {
      for await (const chunk of response.body ?? []) {
        received.push(decoder.decode(chunk, { stream: true }));
      }
      return 'complete';
    })().catch(() => 'cut');

    const text = received.join('');
    expect(end).toBe('cut');
    expect(text).toContain('"delta":{"content"');
    expect(text).not.toContain('[DONE]');
    expect(text.trimEnd().split('\n\n').at(-1)).toMatch(/^data: \{"error":\{"message":"/);
    // Nothing was tried after the caller had text.
    expect(app.simulator.counts().calls).toBe(1);

    const stream = await app.openai().chat.completions.create({ ...chat(true), stream: true });
    await expect(Array.fromAsync(stream)).rejects.toThrow(/chat-east/);
  });
});

describe('what is never retried', () => {
  it.each<[string, number]>([
    ['filter-400', 400],
    ['length-400', 400],
  ])('%s', async (body, status) => {
    app.simulator.inject({ fault: { kind: 'status', body } });
    expect(await ask(false)).toMatchObject({ status });
    expect(await ask(true)).toMatchObject({ status });
    expect(app.simulator.counts().calls).toBe(2);
  });

  it('a request too large for a deployment’s whole quota is not waited for', async () => {
    app.simulator.inject({ fault: { kind: 'status', body: 'throttled-86400' } });
    const answer = await ask(false);
    expect(answer).toMatchObject({ status: 429 });
    expect(answer.headers.get('retry-after')).toBeNull();
    expect(app.simulator.counts().calls).toBe(2);
  });
});

it('reports in /openai/health what became of each deployment', async () => {
  east({ kind: 'status', status: 500 });
  await ask(false);
  const response = await fetch(`${app.url}/openai/health`, { headers: { 'x-functions-key': app.key } });
  expect(await response.json()).toMatchObject({
    deployments: [
      {
        name: 'chat-east',
        status: 'failing',
        requestCount: 1,
        errorCount: 1,
        errorRate: 1,
        lastError: { kind: 'failed', status: 500 },
      },
      { name: 'chat-west', status: 'ok', requestCount: 1, errorCount: 0, errorRate: 0 },
      { name: 'mini-east', status: 'unused' },
      { name: 'mini-west', status: 'unused' },
      { name: 'embed-east', status: 'unused' },
    ],
  });
});

it('is ready while one resource answers, and says what is wrong when none does', async () => {
  await app.simulator.resources['east']?.stop();
  expect((await fetch(`${app.url}/health/ready`)).status).toBe(200);
  expect(await (await fetch(`${app.url}/health`)).json()).toEqual({ status: 'alive' });
});
