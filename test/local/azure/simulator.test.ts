import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Simulator } from '../../../local/azure/simulator.ts';
import { startSimulator } from '../../../local/azure/simulator.ts';
import { ask, datedChat, saying, startEast } from './simulator-client.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startEast();
});
afterEach(() => simulator.stop());

it('keeps a ledger of what it served, without credentials', async () => {
  await (
    await ask(simulator, datedChat, saying('Write 30 tokens', { temperature: 0.5 }), {
      headers: { traceparent: '00-a-b-01' },
    })
  ).text();
  const [entry, ...others] = simulator.ledger();
  expect(others).toEqual([]);
  expect(entry).toMatchObject({
    resource: 'east',
    deployment: 'chat',
    model: 'gpt-4o',
    operation: 'chat/completions',
    apiVersion: '2024-10-21',
    status: 200,
    stream: false,
    completionTokens: 30,
    cancelled: false,
    fault: undefined,
    parameters: ['messages', 'temperature'],
    headers: { traceparent: '00-a-b-01' },
  });
  expect(JSON.stringify(simulator.ledger())).not.toContain('east-key-1');
  await vi.waitFor(() => expect(simulator.ledger()[0]?.totalTokens).toBe(30 + (entry?.promptTokens ?? 0)));
});

it('counts calls by deployment and status, and forgets on reset', async () => {
  simulator.inject({ times: 1, fault: { kind: 'status', status: 503 } });
  for (let call = 0; call < 3; call += 1) await (await ask(simulator, datedChat, saying('hi'))).text();
  expect(simulator.counts()).toMatchObject({
    calls: 3,
    cancels: 0,
    byDeployment: { chat: { calls: 3, cancels: 0, statuses: { 200: 2, 503: 1 } } },
  });
  expect(simulator.counts().openConnections).toBeGreaterThan(0);
  simulator.inject({ fault: { kind: 'reset' } });
  simulator.reset();
  expect(simulator.counts()).toMatchObject({ calls: 0, byDeployment: {} });
  expect((await ask(simulator, datedChat, saying('hi'))).status).toBe(200);
});

it('notices within milliseconds that a caller hung up, and says what it had sent', async () => {
  const slow = await startEast({ tokenDelayMs: 5 });
  const abort = new AbortController();
  const response = await ask(slow, datedChat, saying('Write 2000 tokens', { stream: true }), { signal: abort.signal });
  const reader = response.body?.getReader();
  for (let read = 0; read < 10; read += 1) await reader?.read();
  abort.abort();
  await vi.waitFor(() => expect(slow.counts().cancels).toBe(1), { timeout: 1000, interval: 5 });
  expect(slow.ledger()[0]).toMatchObject({ cancelled: true, endedAt: expect.any(Number) });
  expect(slow.ledger()[0]?.completionTokens).toBeLessThan(200);
  expect(slow.counts().byDeployment['chat']?.cancels).toBe(1);
  await slow.stop();
});

it('notices a caller that hangs up before a plain answer', async () => {
  const slow = await startEast({ tokenDelayMs: 20 });
  await expect(
    ask(slow, datedChat, saying('Write 500 tokens'), { signal: AbortSignal.timeout(100) }),
  ).rejects.toThrow();
  await vi.waitFor(() => expect(slow.counts().cancels).toBe(1), { timeout: 500, interval: 5 });
  expect(slow.ledger()[0]?.completionTokens).toBeLessThan(50);
  await slow.stop();
});

it('counts no cancel where the fault was its own, or the answer was whole', async () => {
  for (const how of ['close', 'reset'] as const) {
    for (const stream of [true, false]) {
      simulator.inject({ times: 1, fault: { kind: 'cut-after', chunks: 3, how } });
      await ask(simulator, datedChat, saying('hi', { stream }))
        .then((response) => response.text())
        .catch(() => undefined);
    }
  }
  await (await ask(simulator, datedChat, saying('hi', { stream: true }))).text();
  await vi.waitFor(() => expect(simulator.ledger().every((entry) => entry.endedAt !== undefined)).toBe(true));
  expect(simulator.counts().cancels).toBe(0);
});

it('writes no faster than a slow reader reads', async () => {
  const { url = '' } = simulator.resources['east'] ?? {};
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const call = request(`${url}${datedChat}`, { method: 'POST', headers: { 'api-key': 'east-key-1' } }, resolve);
    call.once('error', reject);
    call.end(JSON.stringify(saying('Write 16000 tokens', { stream: true })));
  });
  response.pause();
  // Neither side may hold more than the buffers of two sockets; the whole stream is 7 MB.
  let before = -1;
  await vi.waitFor(
    () => {
      const now = simulator.ledger()[0]?.completionTokens ?? 0;
      const isStill = now > 0 && now === before;
      before = now;
      expect(isStill).toBe(true);
    },
    { timeout: 5000, interval: 200 },
  );
  expect(before).toBeLessThan(15_000);
  response.resume();
  await vi.waitFor(() => expect(simulator.ledger()[0]?.completionTokens).toBe(16_000), { timeout: 5000 });
});

it('makes up for late timers, so that a stream takes as long as its tokens', async () => {
  const slow = await startEast({ tokenDelayMs: 1 });
  const startedAt = performance.now();
  await (await ask(slow, datedChat, saying('Write 400 tokens', { stream: true }))).text();
  const tookMs = performance.now() - startedAt;
  expect(tookMs).toBeGreaterThan(390);
  expect(tookMs).toBeLessThan(3000);
  await slow.stop();
});

it('has a resource go down, its open answers reset, and come back at the same address', async () => {
  const slow = await startEast({ tokenDelayMs: 20 });
  const east = slow.resources['east'];
  const response = await ask(slow, datedChat, saying('Write 500 tokens', { stream: true }));
  const reading = response.text();
  await east?.stop();
  await expect(reading).rejects.toThrow('terminated');
  await expect(ask(slow, datedChat, saying('hi'))).rejects.toThrow('fetch failed');
  await expect(fetch(`${slow.url}/east${datedChat}`)).rejects.toThrow('fetch failed');
  expect(slow.counts().cancels).toBe(0);
  await east?.start();
  expect((await ask(slow, datedChat, saying('hi', { max_tokens: 1 }))).status).toBe(200);
  await slow.stop();
});

it('starts a vault and an identity endpoint when asked', async () => {
  const whole = await startSimulator({
    resources: {},
    vaultSecrets: { 'east-key': 'value' },
    identity: true,
    identityHeader: 'h',
  });
  expect((await fetch(`${whole.vault?.url}/secrets/east-key`)).status).toBe(401);
  const token = await fetch(`${whole.identity?.url}?api-version=2019-08-01&resource=x`, {
    headers: { 'x-identity-header': 'h' },
  });
  expect(token.status).toBe(200);
  await whole.stop();
  expect([simulator.vault, simulator.identity]).toEqual([undefined, undefined]);
});

it('refuses a fault rule that is none', () => {
  expect(() => simulator.inject({ fault: { kind: 'delay-headers', delayMs: -1 } })).toThrow('delayMs');
});
