import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Deployment } from '../../../../shared/config/config.ts';
import { SecretValue } from '../../../../shared/secret-value.ts';
import { createAzureOpenai } from '../../../../shared/upstream/azure-openai/azure-openai.ts';
import { PooledFetch } from '../../../../shared/upstream/pooled-fetch.ts';
import { UpstreamFailure } from '../../../../shared/upstream/upstream-failure.ts';
import { deploymentOf } from '../../../setup/deployment.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../../../setup/scripted-upstream.ts';

const credential = { kind: 'api-key', value: new SecretValue('the-key') } as const;
let upstream: ScriptedUpstream;
let fetch: PooledFetch;
beforeEach(async () => {
  upstream = await startScriptedUpstream((response) => response.end('{}'));
  fetch = new PooledFetch({ connectMs: 1000 });
});
afterEach(async () => {
  await fetch.close();
  await upstream.stop();
});

function begin(members: Partial<Deployment> = {}) {
  const deployment = deploymentOf({ endpoint: upstream.url, deployment: 'prod', ...members });
  const signal = new AbortController().signal;
  return {
    provider: createAzureOpenai(fetch, Date.now),
    attempt: { deployment, credential, signal, requestId: 'r', learned: {} },
    deployment,
    signal,
  };
}

const sent = () => ({ url: upstream.requests[0]?.url, body: JSON.parse(upstream.requests[0]?.body || 'null') });
const messages = [{ role: 'user' as const, content: 'Hello' }];

describe('createAzureOpenai', () => {
  it('completes a chat in the form its deployment takes', async () => {
    const { provider, attempt } = begin({ model: 'gpt-5-mini' });
    await (await provider.chat({ model: 'alias', messages, max_tokens: 5, stream: true }, attempt)).bytes.bytes();
    expect(sent()).toEqual({
      url: '/openai/v1/chat/completions',
      body: {
        model: 'prod',
        messages,
        stream: true,
        max_completion_tokens: 5,
        stream_options: { include_usage: true },
      },
    });
  });

  it('goes by what was learned of the deployment', async () => {
    const { provider, attempt } = begin({ model: 'gpt-5-mini' });
    const answer = await provider.chat(
      { messages, max_tokens: 5 },
      { ...attempt, learned: { tokenParameter: 'max_tokens' } },
    );
    await answer.bytes.bytes();
    expect(sent().body).toEqual({ model: 'prod', messages, max_tokens: 5 });
  });

  it('embeds under the deployment’s own name', async () => {
    const { provider, attempt } = begin({ apiVersion: '2024-10-21' });
    await (await provider.embed({ model: 'alias', input: ['a', 'b'], dimensions: 8 }, attempt)).bytes.bytes();
    expect(sent()).toEqual({
      url: '/openai/deployments/prod/embeddings?api-version=2024-10-21',
      body: { model: 'prod', input: ['a', 'b'], dimensions: 8 },
    });
  });

  it('learns from a refusal', () => {
    const { provider, deployment } = begin();
    const failure = new UpstreamFailure('refused', 'No.', {
      status: 400,
      param: 'max_tokens',
      wireCode: 'unsupported_parameter',
    });
    expect(provider.learnFrom(failure, { messages, max_tokens: 5 }, deployment, {})).toEqual({
      tokenParameter: 'max_completion_tokens',
    });
  });

  it('probes by asking for the list of models', async () => {
    const { provider, deployment, signal } = begin();
    await provider.probe(deployment, credential, signal);
    expect(sent().url).toBe('/openai/v1/models');
  });
});
