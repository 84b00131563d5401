import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApp, type RunningApp } from '../setup/running-app.ts';

let app: RunningApp;
beforeAll(async () => {
  app = await startApp({ timeouts: { idleMs: 30_000, attemptMs: 60_000, deadlineMs: 60_000 } });
  // The simulator's first answer waits for its table of tokens, on a slow machine longer than a first output may take.
  await (await app.post('/v1/chat/completions', { ...chat, stream: false })).text();
});
afterAll(() => app.stop());
beforeEach(() => app.simulator.reset());

const chat = { model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'Tell me a long story.' }] };

describe('a caller that hangs up', () => {
  it('in mid-stream: the upstream connection is closed within a second', async () => {
    app.simulator.inject({ fault: { kind: 'delay-chunks', delayMs: 50 } });
    const caller = new AbortController();
    const response = await app.post('/v1/chat/completions', chat, { signal: caller.signal });
    await response.body?.getReader().read();
    expect(app.simulator.counts().cancels).toBe(0);
    caller.abort();
    await expect.poll(() => app.simulator.counts().cancels, { timeout: 1_000, interval: 20 }).toBe(1);
  });

  it.each([true, false])(
    'before any answer (stream %s): the upstream is told at once, and nothing is tried again',
    async (stream) => {
      app.simulator.inject({ fault: { kind: 'stall', beforeHeaders: true } });
      const caller = new AbortController();
      const call = app
        .post('/v1/chat/completions', { ...chat, stream }, { signal: caller.signal })
        .catch(() => 'aborted');
      await expect
        .poll(() => app.simulator.counts().openConnections, { timeout: 2_000, interval: 10 })
        .toBeGreaterThan(0);
      await expect.poll(() => app.simulator.ledger().length, { timeout: 2_000, interval: 10 }).toBe(1);
      caller.abort();
      expect(await call).toBe('aborted');
      await expect.poll(() => app.simulator.counts().cancels, { timeout: 1_000, interval: 20 }).toBe(1);
      expect(app.simulator.counts().calls).toBe(1);
    },
  );
});

describe('a caller that does not read', () => {
  it('holds up the upstream, and the process buffers next to nothing', async () => {
    const upstream = await startEndlessUpstream();
    const stalled = await startApp({
      timeouts: { idleMs: 30_000, attemptMs: 60_000, deadlineMs: 60_000 },
      upstreamsAndModels: () => ({
        upstreams: { endless: { endpoint: upstream.url, apiVersion: 'v1', credential: { setting: 'EAST_KEY' } } },
        models: { 'gpt-4o': { deployments: [{ upstream: 'endless', deployment: 'endless' }] } },
      }),
    });
    const pid = await stalled.host.workerPid();
    // The first call loads code and leaves garbage; the second shows what a stalled stream itself holds.
    const first = postWithoutReading(stalled, JSON.stringify(chat));
    await expect.poll(() => upstream.isHeldUp(), { timeout: 15_000, interval: 500 }).toBe(true);
    const before = await residentBytes(pid);
    const socket = postWithoutReading(stalled, JSON.stringify(chat));
    try {
      await expect.poll(() => upstream.openCalls()).toBe(2);
      // What the kernel buffers between the processes is all that ever leaves the upstream.
      await expect.poll(() => upstream.isHeldUp(), { timeout: 15_000, interval: 500 }).toBe(true);
      expect(upstream.sentBytes()).toBeGreaterThan(100_000);
      expect(upstream.sentBytes()).toBeLessThan(48_000_000);
      expect((await residentBytes(pid)) - before).toBeLessThan(16_000_000);
      first.destroy();
      socket.destroy();
      await expect.poll(() => upstream.openCalls(), { timeout: 1_000, interval: 20 }).toBe(0);
    } finally {
      first.destroy();
      socket.destroy();
      await stalled.stop();
      await upstream.stop();
    }
  });
});

/** Sends a chat and never reads a byte of the answer. */
function postWithoutReading(target: RunningApp, body: string): Socket {
  const url = new URL(target.url);
  const socket = connect(Number(url.port), url.hostname);
  socket.pause();
  socket.on('error', () => {});
  socket.write(
    `POST /v1/chat/completions HTTP/1.1\r\nhost: ${url.host}\r\nauthorization: Bearer ${target.key}\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  return socket;
}

/** An upstream whose stream never ends, and which says how much of it was taken from it. */
async function startEndlessUpstream() {
  const event = Buffer.from(
    `data: {"id":"e","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"${'x'.repeat(2_000)}"},"finish_reason":null}]}\n\n`,
  );
  let sent = 0;
  let sentAtLastLook = -1;
  let open = 0;
  const server = createServer((request, response) => {
    request.resume();
    open += 1;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (): void => {
      while (!response.destroyed) {
        sent += event.length;
        if (!response.write(event)) {
          response.once('drain', send);
          return;
        }
      }
    };
    response.once('close', () => (open -= 1));
    send();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    sentBytes: () => sent,
    openCalls: () => open,
    /** Whether nothing more was taken since the last look, half a second ago. */
    isHeldUp() {
      const isSame = sent === sentAtLastLook;
      sentAtLastLook = sent;
      return isSame && sent > 0;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}
