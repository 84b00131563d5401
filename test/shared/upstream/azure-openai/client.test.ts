import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AzureClients } from '../../../../shared/upstream/azure-openai/client.ts';
import { PooledFetch } from '../../../../shared/upstream/pooled-fetch.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../../../setup/scripted-upstream.ts';

let upstream: ScriptedUpstream;
const fetch = new PooledFetch({ connectMs: 1000 });
beforeAll(async () => {
  upstream = await startScriptedUpstream((response, { url }) =>
    response.writeHead(url.includes('fails') ? 500 : 200).end('{}'),
  );
});
afterAll(async () => {
  await fetch.close();
  await upstream.stop();
});

async function urlOf(apiVersion: string, path: string, prefix = ''): Promise<string | undefined> {
  const client = new AzureClients(fetch).clientFor({ endpoint: upstream.url + prefix, apiVersion });
  const response = await client.post(path, { body: { model: 'gpt 4o/prod' } }).asResponse();
  await fetch.answerOf(response).bytes.dump();
  return upstream.requests.at(-1)?.url;
}

describe('AzureClients', () => {
  it.each([
    ['v1', '/openai/v1/chat/completions'],
    ['preview', '/openai/v1/chat/completions?api-version=preview'],
    ['2024-10-21', '/openai/deployments/gpt%204o%2Fprod/chat/completions?api-version=2024-10-21'],
  ])('calls the chat of %s at its own address, the deployment’s name encoded', async (apiVersion, expected) => {
    expect(await urlOf(apiVersion, '/chat/completions')).toBe(expected);
  });

  it('keeps the prefix of an endpoint', async () => {
    expect(await urlOf('v1', '/embeddings', '/east')).toBe('/east/openai/v1/embeddings');
    expect(await urlOf('2024-10-21', '/embeddings', '/east')).toMatch(/^\/east\/openai\/deployments\//);
  });

  it('retries nothing: there is one retry loop, and it is not here', async () => {
    const before = upstream.requests.length;
    const client = new AzureClients(fetch).clientFor({ endpoint: upstream.url, apiVersion: 'v1' });
    await expect(client.post('/fails', { body: {} }).asResponse()).rejects.toMatchObject({ status: 500 });
    expect(upstream.requests.length - before).toBe(1);
  });

  it('makes one client for all deployments of an endpoint and version', () => {
    const clients = new AzureClients(fetch);
    const east = clients.clientFor({ endpoint: 'http://127.0.0.1:1', apiVersion: 'v1' });
    expect(clients.clientFor({ endpoint: 'http://127.0.0.1:1', apiVersion: 'v1' })).toBe(east);
    expect(clients.clientFor({ endpoint: 'http://127.0.0.1:1', apiVersion: 'preview' })).not.toBe(east);
    expect(clients.clientFor({ endpoint: 'http://127.0.0.1:2', apiVersion: 'v1' })).not.toBe(east);
  });

  it('holds no credential and reads none from the environment', () => {
    const before = process.env['OPENAI_API_KEY'];
    process.env['OPENAI_API_KEY'] = 'from-the-environment';
    try {
      const client = new AzureClients(fetch).clientFor({ endpoint: 'http://127.0.0.1:1', apiVersion: 'v1' });
      expect(client.apiKey).not.toContain('environment');
    } finally {
      if (before === undefined) delete process.env['OPENAI_API_KEY'];
      else process.env['OPENAI_API_KEY'] = before;
    }
  });
});
