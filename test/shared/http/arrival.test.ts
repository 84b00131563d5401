import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createArrival, type Arrival } from '../../../shared/http/arrival.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

describe('createArrival', () => {
  it('gives the body that came', async () => {
    const { arrival } = await arrive('{"a":1}');
    expect(Buffer.from(await arrival.body(100)).toString()).toBe('{"a":1}');
  });

  it('says that the caller has gone when the connection closes before the answer is complete', async () => {
    const { arrival, caller } = await arrive();
    expect(arrival.gone.aborted).toBe(false);
    caller.destroy();
    await once(arrival.gone, 'abort');
  });

  it('does not say so after a complete answer', async () => {
    const { arrival, response, answer } = await arrive();
    response.end('whole');
    expect(await text(await answer)).toBe('whole');
    await closed(response);
    expect(arrival.gone.aborted).toBe(false);
  });

  it('tells when the answer is closed, complete or cut, and at once when it has been', async () => {
    const complete = await arrive();
    const cut = await arrive();
    const told = Promise.all(
      [complete, cut].map(({ arrival }) => new Promise<void>((resolve) => arrival.onClose?.(resolve))),
    );
    complete.response.end('whole');
    await text(await complete.answer);
    cut.caller.destroy();
    await told;
    let isTold = false;
    complete.arrival.onClose?.(() => (isTold = true));
    expect(isTold).toBe(true);
  });

  it('holds a body back while the caller does not read, and lets it go on when it does', async () => {
    const { arrival, response, answer } = await arrive();
    expect(arrival.writable()).toBeUndefined();
    fill(response);
    const incoming = await answer;
    const held = arrival.writable();
    expect(held).toBeInstanceOf(Promise);
    expect(arrival.writable()).toBe(held);
    incoming.resume();
    await held;
    expect(arrival.writable()).toBeUndefined();
  });

  it('lets a body go on when the caller goes while it is held', async () => {
    const { arrival, response, caller } = await arrive();
    fill(response);
    const held = arrival.writable();
    caller.destroy();
    await held;
    expect(arrival.gone.aborted).toBe(true);
    expect(arrival.writable()).toBeUndefined();
  });

  it('cuts an answer after what was written, without making it look complete', async () => {
    const { arrival, response, answer } = await arrive();
    response.write('data: {"error":{}}\n\n');
    await arrival.abort();
    response.write('late');
    response.end();
    const incoming = await answer;
    let received = '';
    await expect(
      (async () => {
        for await (const chunk of incoming) received += String(chunk);
      })(),
    ).rejects.toThrow('aborted');
    expect(received).toBe('data: {"error":{}}\n\n');
    expect(incoming.complete).toBe(false);
    expect(arrival.gone.aborted).toBe(false);
  });

  it('never looks complete even when the body ends without waiting for the cut', async () => {
    const { arrival, response, answer } = await arrive();
    response.write('part');
    const incoming = await answer;
    void arrival.abort();
    response.end();
    await expect(text(incoming)).rejects.toThrow('aborted');
    expect(incoming.complete).toBe(false);
  });

  it('cuts twice, and after the connection is closed, without complaint', async () => {
    const { arrival, response } = await arrive();
    response.write('part');
    await Promise.all([arrival.abort(), arrival.abort()]);
    await arrival.abort();
    await turn();
  });
});

type Exchange = {
  readonly arrival: Arrival;
  readonly response: ServerResponse;
  readonly caller: ReturnType<typeof httpRequest>;
  readonly answer: Promise<IncomingMessage>;
};

async function arrive(body = ''): Promise<Exchange> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const arriving = new Promise<{ arrival: Arrival; response: ServerResponse }>((resolve) => {
    server.once('request', (request, response) =>
      resolve({ arrival: createArrival(request, response, () => {}), response }),
    );
  });
  const caller = httpRequest({ port: address.port, host: '127.0.0.1', agent: false, method: 'POST' });
  caller.on('error', () => {});
  const answer = new Promise<IncomingMessage>((resolve) => caller.once('response', resolve));
  caller.end(body);
  return { ...(await arriving), caller, answer };
}

function fill(response: ServerResponse): void {
  for (let mebibytes = 0; mebibytes < 64; mebibytes += 1) response.write(Buffer.alloc(1024 * 1024));
}

async function closed(response: ServerResponse): Promise<void> {
  if (!response.closed) await once(response, 'close');
}
