import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { watchArrivals } from '../../../shared/http/arrivals.ts';

const arrivals = watchArrivals({ unclaimedAfterMs: 80 });

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

describe('watchArrivals', () => {
  it('gives the headers, method and url the caller really sent', async () => {
    const port = await serve((request, response) => {
      const arrival = arrivals.take(String(request.headers['x-ms-invocation-id']));
      response.end(JSON.stringify([arrival?.headers.authorization, arrival?.method, arrival?.url]));
    });
    const answer = await send(port, {
      path: '/a%2Fb?c=d',
      headers: { 'x-ms-invocation-id': 'real', authorization: 'me' },
    });
    expect(JSON.parse(await text(answer))).toEqual(['me', 'GET', '/a%2Fb?c=d']);
  });

  it('knows nothing of an invocation that has no request, or whose answer is closed', async () => {
    const port = await serve((_request, response) => {
      arrivals.take('closed');
      response.end();
    });
    await text(await send(port, { headers: { 'x-ms-invocation-id': 'closed' } }));
    await expect.poll(() => arrivals.take('closed')).toBeUndefined();
    expect(arrivals.take('never seen')).toBeUndefined();
  });

  it('counts the requests whose answers are not closed', async () => {
    const before = arrivals.underWay();
    const port = await serve((_request, response) => {
      response.end(String(arrivals.underWay() - before));
    });
    expect(await text(await send(port, { headers: { 'x-ms-invocation-id': 'counted' } }))).toBe('1');
    await expect.poll(() => arrivals.underWay() - before).toBe(0);
  });

  it('leaves requests without an invocation id alone', async () => {
    const port = await serve((_request, response) => {
      setTimeout(() => response.end('late'), 200);
    });
    expect(await text(await send(port, {}))).toBe('late');
  });

  it('answers 400 in OpenAI’s shape to a request that no handler claims', async () => {
    const port = await serve(() => {});
    const answer = await send(port, { headers: { 'x-ms-invocation-id': 'unclaimed' } });
    expect(answer.statusCode).toBe(400);
    const body = await text(answer);
    expect(answer.headers['content-length']).toBe(String(Buffer.byteLength(body)));
    expect(JSON.parse(body)).toMatchObject({ error: { code: 'invalid_request', type: 'invalid_request_error' } });
    expect(arrivals.take('unclaimed')).toBeUndefined();
  });

  it('leaves a claimed request as long as it needs', async () => {
    const port = await serve((_request, response) => {
      arrivals.take('slow');
      setTimeout(() => response.end('done'), 300);
    });
    expect(await text(await send(port, { headers: { 'x-ms-invocation-id': 'slow' } }))).toBe('done');
  });

  it('leaves an unclaimed request alone whose answer has begun', async () => {
    const port = await serve((_request, response) => {
      response.write('begun ');
      setTimeout(() => response.end('and done'), 300);
    });
    expect(await text(await send(port, { headers: { 'x-ms-invocation-id': 'begun' } }))).toBe('begun and done');
  });

  it('refuses a second request under the same id at once, and never hands it out', async () => {
    const seen: (string | undefined)[] = [];
    let first: ServerResponse | undefined;
    const port = await serve((request, response) => {
      // As the library does: without the header the request is not for it.
      if (request.headers['x-ms-invocation-id'] === undefined) return;
      first ??= response;
      seen.push(arrivals.take('twice')?.headers.authorization);
    });
    const mine = send(port, { headers: { 'x-ms-invocation-id': 'twice', authorization: 'mine' } });
    await expect.poll(() => first).toBeDefined();
    const theirs = await send(port, { headers: { 'x-ms-invocation-id': 'twice', authorization: 'theirs' } });
    expect(theirs.statusCode).toBe(400);
    expect(arrivals.take('twice')?.headers.authorization).toBe('mine');
    first?.end('answer');
    expect(await text(await mine)).toBe('answer');
    expect(seen).toEqual(['mine']);
  });

  it('refuses nobody because the process stood still', async () => {
    const port = await serve((_request, response) => {
      const until = Date.now() + 300;
      while (Date.now() < until);
      setImmediate(() => {
        arrivals.take('standstill');
        response.end('served');
      });
    });
    const other = send(port, { headers: { 'x-ms-invocation-id': 'standstill' } });
    expect(await text(await other)).toBe('served');
  });
});

async function serve(listener: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return portOf(server.address());
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

function send(port: number, options: { path?: string; headers?: Record<string, string> }): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    httpRequest({ port, host: '127.0.0.1', agent: false, ...options }, resolve)
      .on('error', reject)
      .end();
  });
}
