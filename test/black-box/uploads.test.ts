import { request as httpRequest, type ClientRequest } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApp, type RunningApp } from '../setup/running-app.ts';

let app: RunningApp;
beforeAll(async () => {
  app = await startApp({ env: { SLUICE_MAX_BODY_BYTES: '1000000' } });
});
afterAll(() => app.stop());
beforeEach(() => app.simulator.reset());

const chatOf = (characters: number) =>
  JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'ü'.repeat(characters) }] });

describe('a request body', () => {
  it.each([[10], [5_000], [200_000]])('of %i characters arrives whole, with a length and in chunks', async (length) => {
    const body = Buffer.from(chatOf(length));
    for (const headers of [{ 'content-length': body.length }, { 'transfer-encoding': 'chunked' }]) {
      const [caller, answer] = send(headers);
      for (let at = 0; at < body.length; at += 30_001) caller.write(body.subarray(at, at + 30_001));
      caller.end();
      expect(await answer).toMatchObject([200, { object: 'chat.completion' }]);
    }
  });

  it('in chunks that turns out too large is answered 413, and its connection cut off nobody', async () => {
    const [caller, answer] = send({ 'transfer-encoding': 'chunked' });
    caller.end(chatOf(2_000_000));
    expect(await answer).toMatchObject([413, { error: { code: 'request_too_large' } }]);
    expect((await app.post('/v1/chat/completions', chatOf(1))).status).toBe(200);
  });

  it('that breaks off calls no upstream, and the next caller is served', async () => {
    for (const headers of [{ 'content-length': 1_000 }, { 'transfer-encoding': 'chunked' }]) {
      const [caller] = send(headers);
      await new Promise((resolve) => caller.write(chatOf(10).slice(0, 40), resolve));
      caller.destroy();
    }
    expect((await app.post('/v1/chat/completions', chatOf(1))).status).toBe(200);
    expect(app.simulator.counts().calls).toBe(1);
  });
});

/** Begins a chat request; the caller of this sends the body. */
function send(headers: Record<string, string | number>): readonly [ClientRequest, Promise<readonly [number, unknown]>] {
  const caller = httpRequest(`${app.url}/v1/chat/completions`, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${app.key}`, ...headers },
  });
  const answer = new Promise<readonly [number, unknown]>((resolve, reject) => {
    caller.once('error', reject);
    caller.once('response', (incoming) => {
      json(incoming).then((body) => resolve([incoming.statusCode ?? 0, body]), reject);
    });
  });
  answer.catch(() => {});
  return [caller, answer];
}
