import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type RunningApp } from '../setup/running-app.ts';
import { routed } from '../setup/routed.ts';
import { spelledBy } from '../setup/text-of.ts';

const text = 'Please come back later.';
/** A model of its own, over chat-east and chat-west under names of its own, with these options. */
const model = (name: string, options: object) => ({
  [name]: {
    model: 'gpt-4o',
    deployments: [
      { name: `${name}-east`, upstream: 'east', deployment: 'chat-east', priority: 1 },
      { name: `${name}-west`, upstream: 'west', deployment: 'chat-west', priority: 2 },
    ],
    ...options,
  },
});
/** The same, in turn at both. */
const inTurn = (name: string, options: object) => {
  const [[, { deployments, ...rest }] = expect.unreachable(name)] = Object.entries(model(name, options));
  return {
    [name]: { ...rest, deployments: deployments.map((each) => ({ ...each, priority: 1 })), strategy: 'round-robin' },
  };
};

let app: RunningApp;
beforeAll(async () => {
  app = await startApp({
    ...routed(
      {},
      {
        ...model('kept', { cache: { ttlSeconds: 600 } }),
        ...model('whole', { whole: true }),
        ...model('degraded', {
          cache: { ttlSeconds: 1, staleSeconds: 600 },
          degrade: { staleAnswer: true, smallerModel: 'gpt-4o-mini', text },
        }),
        ...model('broken', {}),
        ...inTurn('hedged', { hedge: { afterMs: 40 } }),
        ...inTurn('unhedged', {}),
      },
    ),
    breaker: { minimumCalls: 60, openMs: 60_000 },
    retry: { maxAttempts: 2 },
    timeouts: { idleMs: 300 },
  });
});
afterEach(() => app.simulator.reset());
afterAll(() => app.stop());

async function ask(alias: string, { stream = false, content = 'Why?', headers = {} } = {}) {
  const messages = [{ role: 'user', content }];
  const answer = await app.post(
    '/v1/chat/completions',
    { model: alias, messages, stream, max_tokens: 20 },
    { headers },
  );
  const body = await answer.text();
  return {
    status: answer.status,
    cache: answer.headers.get('x-sluice-cache'),
    degraded: answer.headers.get('x-sluice-degraded'),
    deployment: answer.headers.get('x-sluice-deployment'),
    attempts: answer.headers.get('x-sluice-attempts'),
    retryAfter: answer.headers.get('retry-after'),
    body,
    code: /"code":"([^"]+)"/.exec(body)?.[1],
  };
}

describe('a route that keeps answers', () => {
  it('says of each what the cache did, and obeys Cache-Control', async () => {
    const content = 'Say something.';
    expect(await ask('kept', { content })).toMatchObject({ status: 200, cache: 'miss', attempts: '1' });
    const hit = await ask('kept', { content });
    expect(hit).toMatchObject({ cache: 'hit', attempts: '0', deployment: 'kept-east' });
    expect(await ask('kept', { content, headers: { 'cache-control': 'no-store' } })).toMatchObject({ cache: 'bypass' });
    expect(await ask('kept', { content, stream: true })).toMatchObject({ cache: 'hit' });
    const only = { 'cache-control': 'only-if-cached' };
    expect(await ask('kept', { content, headers: only })).toMatchObject({ cache: 'hit', body: hit.body });
    expect(await ask('kept', { content: 'New.', headers: only })).toMatchObject({ status: 504, code: 'not_cached' });
    expect(await ask('gpt-4o', { content })).toMatchObject({ status: 200, cache: null });
  });
});

describe('a route in whole mode', () => {
  it('shows its caller nothing of an upstream that dies in mid-text', async () => {
    app.simulator.inject({ deployment: 'chat-east', fault: { kind: 'cut-after', chunks: 10, how: 'reset' } });
    const { body, ...answer } = await ask('whole', { stream: true });
    expect(answer).toMatchObject({ status: 200, deployment: 'whole-west', attempts: '2' });
    expect(body.match(/"role":"assistant"/g)).toHaveLength(1);
    expect(body).toMatch(/\[DONE\]\n\n$/);
  });
});

describe.each([false, true])('a route that degrades, with stream %s', (stream) => {
  const contentOf = ({ body }: { body: string }) =>
    stream ? spelledBy(body) : JSON.parse(body).choices[0].message.content;

  it('serves a stale answer, then a smaller model, then a text, and says so', async () => {
    const kept = await ask('degraded', { stream, content: `Kept, ${stream}?` });
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    app.simulator.inject({ deployment: 'chat-east', fault: { kind: 'status', status: 503 } });
    app.simulator.inject({ deployment: 'chat-west', fault: { kind: 'status', status: 503 } });
    const stale = await ask('degraded', { stream, content: `Kept, ${stream}?` });
    expect(stale).toMatchObject({ status: 200, cache: 'stale', degraded: 'stale-answer' });
    expect(contentOf(stale)).toBe(contentOf(kept));

    const smaller = await ask('degraded', { stream, content: 'Not kept?' });
    expect(smaller).toMatchObject({ status: 200, degraded: 'smaller-model', deployment: 'mini-east' });

    app.simulator.inject({ fault: { kind: 'status', status: 503 } });
    const fixed = await ask('degraded', { stream, content: 'Not kept?' });
    expect(fixed).toMatchObject({ status: 200, degraded: 'text', deployment: 'none', attempts: '0' });
    expect(contentOf(fixed)).toBe(text);
  });
});

describe('hedging', () => {
  it('takes a slow deployment out of the tail of the latencies', async () => {
    app.simulator.inject({ deployment: 'chat-east', fault: { kind: 'delay-headers', delayMs: 400 } });
    const p99Of = async (alias: string): Promise<number> => {
      const latencies: number[] = [];
      for (let round = 0; round < 8; round += 1) {
        await Promise.all(
          Array.from({ length: 5 }, async () => {
            const startedMs = performance.now();
            expect(await ask(alias)).toMatchObject({ status: 200 });
            latencies.push(performance.now() - startedMs);
          }),
        );
      }
      return latencies.toSorted((left, right) => left - right).at(-1) ?? Number.NaN;
    };
    const [hedged, unhedged] = [await p99Of('hedged'), await p99Of('unhedged')];
    process.stdout.write(
      `p99 with one of two deployments 400 ms slow: hedged ${hedged.toFixed(0)} ms, unhedged ${unhedged.toFixed(0)} ms, ratio ${(hedged / unhedged).toFixed(2)}\n`,
    );
    expect(unhedged).toBeGreaterThan(390);
    expect(hedged).toBeLessThan(0.7 * unhedged);
  });
});

describe('a route whose circuits are all open', () => {
  it('is answered 503 with the wait, at once, and explained', async () => {
    app.simulator.inject({ fault: { kind: 'status', status: 503 } });
    const deployments = ['broken-east', 'broken-west'];
    const explained = async () => {
      const answer = await fetch(`${app.url}/v1/explain?model=broken`, { headers: { 'api-key': app.key } });
      return answer.text();
    };
    expect(await explained()).toContain('priority 1');
    for (let calls = 0; calls < 60; calls += 1) await ask('broken');
    const { calls } = app.simulator.counts();
    const startedMs = performance.now();
    const refused = await ask('broken');
    expect(refused).toMatchObject({ status: 503, code: 'upstream_unavailable' });
    expect(Number(refused.retryAfter)).toBeGreaterThan(30);
    expect(performance.now() - startedMs).toBeLessThan(500);
    expect(app.simulator.counts().calls).toBe(calls);
    const explanation = JSON.parse(await explained());
    expect(explanation.tiers[0].deployments).toMatchObject(
      deployments
        .map((deployment) => ({ deployment, reasons: [expect.stringContaining('breaker open until')] }))
        .map(({ deployment, reasons }) => ({ deployment, reasons: expect.arrayContaining(reasons) })),
    );
  });
});
