import { afterEach, describe, expect, it } from 'vitest';
import type { Deployment } from '../../../../shared/config/config.ts';
import { SecretValue } from '../../../../shared/secret-value.ts';
import { attempt, credentialHeaders, type AttemptRequest } from '../../../../shared/upstream/azure-openai/attempt.ts';
import { AzureClients } from '../../../../shared/upstream/azure-openai/client.ts';
import { PooledFetch } from '../../../../shared/upstream/pooled-fetch.ts';
import { RequestForms } from '../../../../shared/upstream/request-forms.ts';
import { deploymentOf } from '../../../setup/deployment.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../../../setup/scripted-upstream.ts';

const fetch = new PooledFetch({ connectMs: 1000 });
const upstreams: ScriptedUpstream[] = [];
afterEach(async () => {
  await fetch.close();
  await Promise.all(upstreams.splice(0).map((upstream) => upstream.stop()));
});

async function upstreamThat(answer: Parameters<typeof startScriptedUpstream>[0]) {
  const upstream = await startScriptedUpstream(answer);
  upstreams.push(upstream);
  return upstream;
}

function tryAt(upstream: { url: string }, members: Partial<AttemptRequest> = {}, deployment: Partial<Deployment> = {}) {
  const request: AttemptRequest = {
    deployment: deploymentOf({ name: 'east', endpoint: upstream.url, ...deployment }),
    path: '/chat/completions',
    body: { model: 'gpt-4o-prod', messages: [] },
    credential: { kind: 'api-key', value: new SecretValue('the-key') },
    signal: new AbortController().signal,
    requestId: 'request-1',
    ...members,
  };
  return attempt(request, new AzureClients(fetch), new RequestForms(), fetch, Date.now);
}

describe('attempt', () => {
  it.each([
    ['a key', { kind: 'api-key', value: new SecretValue('the-key') }, { 'api-key': 'the-key' }, 'authorization'],
    [
      'a token',
      { kind: 'bearer', value: new SecretValue('the-token') },
      { authorization: 'Bearer the-token' },
      'api-key',
    ],
  ] as const)(
    'goes up with %s and no other credential, on both surfaces',
    async (_what, credential, expected, absent) => {
      const upstream = await upstreamThat((response) => response.end('{}'));
      for (const apiVersion of ['v1', '2024-10-21']) {
        const { bytes } = await tryAt(upstream, { credential }, { apiVersion });
        await bytes.bytes();
        expect(upstream.requests.at(-1)?.headers).toMatchObject(expected);
        expect(upstream.requests.at(-1)?.headers).not.toHaveProperty(absent);
      }
    },
  );

  it('carries the request id and the trace, and at most ten headers that are not HTTP’s own', async () => {
    const upstream = await upstreamThat((response) => response.end('{}'));
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    await (await tryAt(upstream, { traceparent })).bytes.bytes();
    await (await tryAt(upstream)).bytes.bytes();
    const [traced, plain] = upstream.requests;
    expect(traced?.headers).toMatchObject({ traceparent, 'x-ms-client-request-id': 'request-1' });
    expect(plain?.headers).not.toHaveProperty('traceparent');
    const own = new Set(['host', 'connection', 'accept', 'content-type', 'content-length', 'user-agent']);
    expect(
      Object.keys(traced?.headers ?? {})
        .filter((name) => !own.has(name))
        .toSorted(),
    ).toEqual(['api-key', 'traceparent', 'x-ms-client-request-id']);
  });

  it('sends the body as it is given', async () => {
    const upstream = await upstreamThat((response) => response.end('{}'));
    const body = { model: 'gpt-4o-prod', messages: [{ role: 'user', content: 'Grüße' }], x_new: null };
    await (await tryAt(upstream, { body })).bytes.bytes();
    expect(JSON.parse(upstream.requests[0]?.body ?? '')).toEqual(body);
  });

  it('resolves with the headers, the body still to come', async () => {
    const upstream = await upstreamThat((response) => {
      response.writeHead(200, { 'apim-request-id': 'apim-7', 'x-request-id': 'x-8' }).flushHeaders();
      setTimeout(() => response.end('late'), 30);
    });
    const answer = await tryAt(upstream);
    expect(answer.upstreamRequestId).toBe('apim-7');
    expect(Buffer.from(await answer.bytes.bytes()).toString()).toBe('late');
  });

  it('names the upstream’s other request id where that is all there is', async () => {
    const upstream = await upstreamThat((response) => response.writeHead(200, { 'x-request-id': 'x-8' }).end('{}'));
    const answer = await tryAt(upstream);
    await answer.bytes.bytes();
    expect(answer.upstreamRequestId).toBe('x-8');
  });

  it('never-follows-a-redirect', async () => {
    const elsewhere = await upstreamThat((response) => response.end('{}'));
    for (const status of [301, 302, 303, 307, 308]) {
      const upstream = await upstreamThat((response) => response.writeHead(status, { location: elsewhere.url }).end());
      await expect(tryAt(upstream)).rejects.toMatchObject({ kind: 'failed', status });
    }
    expect(elsewhere.connections()).toBe(0);
  });

  it.each([201, 204])('takes a status of %i for a failure', async (status) => {
    const upstream = await upstreamThat((response) => response.writeHead(status).end());
    await expect(tryAt(upstream)).rejects.toMatchObject({ kind: 'failed', status });
  });

  it('reads an error that the client cannot', async () => {
    const flat =
      '{"statusCode":401,"message":"Unauthorized. Access token is missing, invalid, audience is incorrect."}';
    const upstream = await upstreamThat((response) =>
      response.writeHead(401, { 'content-type': 'application/json' }).end(flat),
    );
    const failure = tryAt(upstream);
    await expect(failure).rejects.toMatchObject({ kind: 'credential-refused', status: 401 });
    await expect(failure).rejects.not.toThrow(/audience/);
  });

  it('tries once, whatever comes back', async () => {
    const upstream = await upstreamThat((response) => response.writeHead(503).end());
    await expect(tryAt(upstream)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(upstream.requests).toHaveLength(1);
  });

  it('fails when the connection is reset before an answer', async () => {
    const upstream = await upstreamThat((response) => response.socket?.resetAndDestroy());
    await expect(tryAt(upstream)).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('reset'),
    });
  });

  it('fails when nobody listens', async () => {
    const upstream = await upstreamThat(() => undefined);
    await upstream.stop();
    upstreams.pop();
    await expect(tryAt(upstream)).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('refused'),
    });
  });

  it('ends with its signal, and takes the upstream’s connection down', async () => {
    let isClosed = false;
    const upstream = await upstreamThat((response) => void response.on('close', () => (isClosed = true)));
    const controller = new AbortController();
    const failing = tryAt(upstream, { signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await expect(failing).rejects.toMatchObject({ kind: 'unreachable' });
    expect(upstream.requests).toHaveLength(1);
    await expect.poll(() => isClosed).toBe(true);
  });
});

describe('credentialHeaders', () => {
  it('is the header of that kind of credential alone', () => {
    expect(credentialHeaders({ kind: 'api-key', value: new SecretValue('k') })).toEqual({ 'api-key': 'k' });
    expect(credentialHeaders({ kind: 'bearer', value: new SecretValue('t') })).toEqual({ authorization: 'Bearer t' });
  });
});
