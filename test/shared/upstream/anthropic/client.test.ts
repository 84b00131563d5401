import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAnthropicClient } from '../../../../shared/upstream/anthropic/client.ts';
import { PooledFetch } from '../../../../shared/upstream/pooled-fetch.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../../../setup/scripted-upstream.ts';

let upstream: ScriptedUpstream;
const fetch = new PooledFetch({ connectMs: 1000 });
beforeAll(async () => {
  upstream = await startScriptedUpstream((response, { url }) =>
    response.writeHead(url.includes('fails') ? 529 : 200).end('{}'),
  );
});
afterAll(async () => {
  await fetch.close();
  await upstream.stop();
});

it('calls below its address and sends the API version of the client', async () => {
  const client = createAnthropicClient(`${upstream.url}/claude`, fetch);
  const response = await client.post('/v1/messages', { body: {} }).asResponse();
  await fetch.answerOf(response).bytes.dump();
  expect(upstream.requests.at(-1)).toMatchObject({
    url: '/claude/v1/messages',
    headers: { 'anthropic-version': '2026-10-21' },
  });
});

it('retries nothing: there is one retry loop, and it is not here', async () => {
  const before = upstream.requests.length;
  const client = createAnthropicClient(upstream.url, fetch);
  await expect(client.post('/fails', { body: {} }).asResponse()).rejects.toMatchObject({ status: 529 });
  expect(upstream.requests.length - before).toBe(1);
});

it('reads no credential and no address from the environment', () => {
  const before = { ...process.env };
  Object.assign(process.env, {
    ANTHROPIC_API_KEY: 'from-the-environment',
    ANTHROPIC_BASE_URL: 'https://from-the-environment.example',
  });
  try {
    const client = createAnthropicClient(upstream.url, fetch);
    expect(`${client.apiKey} ${client.authToken} ${client.baseURL}`).not.toContain('environment');
  } finally {
    for (const name of ['ANTHROPIC_API_KEY', 'ANTHROPIC_BASE_URL']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
});
