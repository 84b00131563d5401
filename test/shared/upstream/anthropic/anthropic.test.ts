import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SecretValue } from '../../../../shared/secret-value.ts';
import { createAnthropic } from '../../../../shared/upstream/anthropic/anthropic.ts';
import { PooledFetch } from '../../../../shared/upstream/pooled-fetch.ts';
import { UpstreamFailure } from '../../../../shared/upstream/upstream-failure.ts';
import { deploymentOf } from '../../../setup/deployment.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../../../setup/scripted-upstream.ts';

const credential = { kind: 'api-key', value: new SecretValue('the-key') } as const;
const message = { type: 'message', content: [{ type: 'text', text: 'Hi' }], stop_reason: 'end_turn', usage: {} };
const messages = [{ role: 'user', content: 'Hello' }];
let upstream: ScriptedUpstream;
let fetch: PooledFetch;
let status: number;
beforeEach(async () => {
  status = 200;
  upstream = await startScriptedUpstream((response) =>
    response
      .writeHead(status, { 'request-id': 'req_1', 'anthropic-ratelimit-requests-remaining': '0', 'retry-after': '3' })
      .end(status === 200 ? JSON.stringify(message) : '{"type":"error","error":{"type":"x","message":"y"}}'),
  );
  fetch = new PooledFetch({ connectMs: 1000 });
});
afterEach(async () => {
  await fetch.close();
  await upstream.stop();
});

function begin(members: object = {}) {
  const deployment = deploymentOf({
    name: 'claude',
    provider: 'anthropic',
    endpoint: upstream.url,
    deployment: 'claude-haiku-4-5',
    model: 'claude-haiku-4-5',
  });
  const signal = new AbortController().signal;
  const attempt = { deployment, credential, signal, requestId: 'r', learned: {}, ...members };
  return { provider: createAnthropic(fetch, Date.now), attempt, deployment, signal };
}

describe('createAnthropic', () => {
  it('sends a chat as a message, and gives its answer in OpenAI’s protocol', async () => {
    const { provider, attempt } = begin();
    const answer = await provider.chat({ model: 'alias', messages, max_tokens: 5 }, attempt);
    expect(JSON.parse(Buffer.from(await answer.bytes.bytes()).toString())).toMatchObject({ object: 'chat.completion' });
    expect(answer.upstreamRequestId).toBe('req_1');
    expect(answer.headers.get('x-ratelimit-remaining-requests')).toBe('0');
    const [request] = upstream.requests;
    expect(request?.url).toBe('/v1/messages');
    expect(JSON.parse(request?.body ?? '')).toEqual({
      model: 'claude-haiku-4-5',
      max_tokens: 5,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
    });
  });

  it('brings its key, the trace and nothing of anybody else’s', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const { provider, attempt } = begin({ traceparent });
    await (await provider.chat({ messages }, attempt)).bytes.bytes();
    const { headers = {} } = upstream.requests[0] ?? {};
    expect(headers).toMatchObject({ 'x-api-key': 'the-key', 'anthropic-version': '2026-10-21', traceparent });
    expect(headers).not.toHaveProperty('authorization');
    expect(Object.keys(headers).filter((name) => name.startsWith('x-stainless'))).toEqual([]);
  });

  it('goes back to the API version that knows a temperature for a call that has one', async () => {
    const { provider, attempt } = begin();
    await (await provider.chat({ messages, temperature: 0.2 }, attempt)).bytes.bytes();
    expect(upstream.requests[0]?.headers['anthropic-version']).toBe('2023-06-01');
  });

  it('sends nothing of a request that Anthropic has no notion of', async () => {
    const { provider, attempt } = begin();
    await expect(provider.chat({ messages, n: 2 }, attempt)).rejects.toMatchObject({
      kind: 'inexpressible',
      param: 'n',
    });
    await expect(provider.embed({ input: 'a' }, attempt)).rejects.toMatchObject({ kind: 'inexpressible' });
    expect(upstream.requests).toEqual([]);
  });

  it.each([
    [429, 'throttled', 3_000],
    [529, 'unavailable', 3_000],
    [404, 'deployment-missing', 3_000],
  ])('tells a refusal with status %i', async (code, kind, retryAfterMs) => {
    status = code;
    const { provider, attempt } = begin();
    await expect(provider.chat({ messages }, attempt)).rejects.toMatchObject({ kind, retryAfterMs });
    expect(upstream.requests).toHaveLength(1);
  });

  it('learns nothing from a refusal: there is no other form to try', () => {
    const { provider, deployment } = begin();
    const failure = new UpstreamFailure('refused', 'No.', { status: 400, param: 'max_tokens' });
    expect(provider.learnFrom(failure, { messages }, deployment, {})).toBeUndefined();
  });

  it('probes by asking for the list of models', async () => {
    const { provider, deployment, signal } = begin();
    await provider.probe(deployment, credential, signal);
    expect(upstream.requests).toMatchObject([
      { method: 'GET', url: '/v1/models', headers: { 'x-api-key': 'the-key' } },
    ]);
    status = 401;
    await expect(provider.probe(deployment, credential, signal)).rejects.toMatchObject({ kind: 'credential-refused' });
  });
});
