import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SecretValue } from '../../../../shared/secret-value.ts';
import { createOpenai } from '../../../../shared/upstream/openai/openai.ts';
import { PooledFetch } from '../../../../shared/upstream/pooled-fetch.ts';
import { deploymentOf } from '../../../setup/deployment.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../../../setup/scripted-upstream.ts';

const credential = { kind: 'api-key', value: new SecretValue('the-key') } as const;
const messages = [{ role: 'user', content: 'Hello' }];
let upstream: ScriptedUpstream;
let fetch: PooledFetch;
let status: number;
beforeEach(async () => {
  status = 200;
  upstream = await startScriptedUpstream((response) =>
    response.writeHead(status, { 'x-request-id': 'req_1' }).end('{}'),
  );
  fetch = new PooledFetch({ connectMs: 1000 });
});
afterEach(async () => {
  await fetch.close();
  await upstream.stop();
});

function begin(members: object = {}) {
  const deployment = deploymentOf({
    provider: 'openai',
    endpoint: `${upstream.url}/v1`,
    deployment: 'gpt-5-mini',
    model: 'gpt-5-mini',
  });
  const attempt = {
    deployment,
    credential,
    signal: new AbortController().signal,
    requestId: 'request-1',
    learned: {},
    ...members,
  };
  return { provider: createOpenai(fetch, Date.now), attempt, deployment };
}

describe('createOpenai', () => {
  it('completes a chat under the model’s name, in the form the model takes', async () => {
    const { provider, attempt } = begin();
    const answer = await provider.chat({ model: 'alias', messages, max_tokens: 5, stream: true }, attempt);
    await answer.bytes.bytes();
    expect(answer.upstreamRequestId).toBe('req_1');
    expect(upstream.requests[0]?.url).toBe('/v1/chat/completions');
    expect(JSON.parse(upstream.requests[0]?.body ?? '')).toEqual({
      model: 'gpt-5-mini',
      messages,
      stream: true,
      max_completion_tokens: 5,
      stream_options: { include_usage: true },
    });
  });

  it('embeds', async () => {
    const { provider, attempt } = begin();
    await (await provider.embed({ model: 'alias', input: ['a'] }, attempt)).bytes.bytes();
    expect(upstream.requests[0]?.url).toBe('/v1/embeddings');
    expect(JSON.parse(upstream.requests[0]?.body ?? '')).toEqual({ model: 'gpt-5-mini', input: ['a'] });
  });

  it('brings its key as a bearer, the request id and the trace', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const { provider, attempt } = begin({ traceparent });
    await (await provider.chat({ messages }, attempt)).bytes.bytes();
    const { headers = {} } = upstream.requests[0] ?? {};
    expect(headers).toMatchObject({ authorization: 'Bearer the-key', 'x-client-request-id': 'request-1', traceparent });
    expect(headers).not.toHaveProperty('api-key');
    expect(headers).not.toHaveProperty('openai-organization');
  });

  it('tells a refusal, tries once', async () => {
    status = 503;
    const { provider, attempt } = begin();
    await expect(provider.chat({ messages }, attempt)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(upstream.requests).toHaveLength(1);
  });

  it('probes by asking for the list of models', async () => {
    const { provider, deployment } = begin();
    await provider.probe(deployment, credential, AbortSignal.timeout(2000));
    expect(upstream.requests).toMatchObject([
      { method: 'GET', url: '/v1/models', headers: { authorization: 'Bearer the-key' } },
    ]);
  });
});
