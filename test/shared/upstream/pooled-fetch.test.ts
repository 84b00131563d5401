import { createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { PooledFetch } from '../../../shared/upstream/pooled-fetch.ts';
import { startScriptedUpstream, type ScriptedUpstream } from '../../setup/scripted-upstream.ts';

const upstreams: ScriptedUpstream[] = [];
afterEach(async () => {
  await Promise.all(upstreams.splice(0).map((upstream) => upstream.stop()));
});

async function upstreamThat(answer: Parameters<typeof startScriptedUpstream>[0]): Promise<ScriptedUpstream> {
  const upstream = await startScriptedUpstream(answer);
  upstreams.push(upstream);
  return upstream;
}

function pooled(): PooledFetch {
  const fetch = new PooledFetch({ connectMs: 1000 });
  onTestFinished(() => fetch.close());
  return fetch;
}

describe('PooledFetch', () => {
  it('sends method, path, query and body, and hands over the bytes of a good answer as they come', async () => {
    const upstream = await upstreamThat((response) => response.setHeader('x-two', ['a', 'b']).end('Grüße'));
    const fetch = pooled();
    const response = await fetch.fetch(new URL(`${upstream.url}/openai/v1/x?api-version=1`), {
      method: 'post',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('x-two')).toBe('a, b');
    expect(await fetch.answerOf(response).bytes.text()).toBe('Grüße');
    expect(upstream.requests).toMatchObject([{ method: 'POST', url: '/openai/v1/x?api-version=1', body: '{"a":1}' }]);
  });

  it('takes a Request as well, and GETs where no method is named', async () => {
    const upstream = await upstreamThat((response) => response.end('ok'));
    const fetch = pooled();
    await fetch.answerOf(await fetch.fetch(new Request(`${upstream.url}/models`))).bytes.text();
    await fetch.answerOf(await fetch.fetch(`${upstream.url}/models`)).bytes.text();
    expect(upstream.requests.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['GET', '/models', ''],
      ['GET', '/models', ''],
    ]);
  });

  it('lets through at most the ten custom headers that Azure takes, and of those only the ones a call needs', async () => {
    const upstream = await upstreamThat((response) => response.end('ok'));
    const fetch = pooled();
    const response = await fetch.fetch(`${upstream.url}/x`, {
      headers: {
        accept: 'application/json',
        'api-key': 'k',
        authorization: 'Bearer t',
        'user-agent': 'OpenAI',
        traceparent: '00-1-2-01',
        'x-ms-client-request-id': 'r1',
        'x-stainless-lang': 'js',
        'x-stainless-retry-count': '0',
        cookie: 'session=1',
        'x-forwarded-for': '10.0.0.1',
        'openai-organization': 'org',
        ...Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`x-custom-${index}`, '1'])),
      },
    });
    await fetch.answerOf(response).bytes.text();
    const sent = Object.keys(upstream.requests[0]?.headers ?? {});
    expect(sent.toSorted()).toEqual([
      'accept',
      'api-key',
      'authorization',
      'connection',
      'host',
      'traceparent',
      'user-agent',
      'x-ms-client-request-id',
    ]);
  });

  it('never-follows-a-redirect', async () => {
    const elsewhere = await upstreamThat((response) => response.end('stolen'));
    const upstream = await upstreamThat((response) => {
      response.writeHead(302, { location: `${elsewhere.url}/openai/v1/x` }).end();
    });
    const fetch = pooled();
    const response = await fetch.fetch(`${upstream.url}/x`, { headers: { 'api-key': 'k' }, redirect: 'follow' });
    expect(response.status).toBe(302);
    await fetch.answerOf(response).bytes.dump();
    expect(elsewhere.requests).toEqual([]);
    expect(elsewhere.connections()).toBe(0);
  });

  it('keeps the whole text of an error answer by its headers', async () => {
    const upstream = await upstreamThat((response) => response.writeHead(401).end('{"statusCode":401}'));
    const fetch = pooled();
    const response = await fetch.fetch(upstream.url);
    expect([response.status, await response.text()]).toEqual([401, '{"statusCode":401}']);
    expect(fetch.errorText(response.headers)).toBe('{"statusCode":401}');
    expect(fetch.errorText(new Headers())).toBeUndefined();
  });

  it('reads at most 64 KiB of an error answer', async () => {
    const upstream = await upstreamThat((response) => response.writeHead(500).end('x'.repeat(1_000_000)));
    const response = await pooled().fetch(upstream.url);
    expect(await response.text()).toHaveLength(65_536);
  });

  it('uses a connection again', async () => {
    const upstream = await upstreamThat((response) => response.end('ok'));
    const fetch = pooled();
    for (let call = 0; call < 20; call += 1) {
      await fetch.answerOf(await fetch.fetch(upstream.url)).bytes.text();
    }
    // A second one is opened while the first is not quite done.
    expect(upstream.requests).toHaveLength(20);
    expect(upstream.connections()).toBeLessThanOrEqual(2);
  });

  it('ends the request when the signal aborts, before the headers and after them', async () => {
    const closed: string[] = [];
    const upstream = await upstreamThat((response, { url }) => {
      response.on('close', () => closed.push(url));
      if (url === '/late') response.write('half');
    });
    const fetch = pooled();
    const early = new AbortController();
    const waiting = fetch.fetch(`${upstream.url}/early`, { signal: early.signal });
    await expect.poll(() => upstream.requests.length).toBe(1);
    early.abort();
    await expect(waiting).rejects.toThrow();
    const late = new AbortController();
    const bytes = fetch.answerOf(await fetch.fetch(`${upstream.url}/late`, { signal: late.signal })).bytes;
    late.abort();
    await expect(bytes.text()).rejects.toThrow();
    await expect.poll(() => closed).toEqual(['/early', '/late']);
  });

  it('fails when nobody listens', async () => {
    const server = createTcpServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    await new Promise((resolve) => server.close(resolve));
    await expect(pooled().fetch(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('hands over no bytes of an answer it did not give', () => {
    expect(() => pooled().answerOf(new Response('x')).bytes).toThrow(TypeError);
  });

  it('ends what is under way when it is closed', async () => {
    const upstream = await upstreamThat(() => undefined);
    const fetch = pooled();
    const waiting = fetch.fetch(upstream.url);
    await expect.poll(() => upstream.requests.length).toBe(1);
    await Promise.all([expect(waiting).rejects.toThrow(), fetch.close()]);
  });
});
