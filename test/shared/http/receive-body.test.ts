import { once } from 'node:events';
import { createServer, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { receiveBody } from '../../../shared/http/receive-body.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

describe('receiveBody', () => {
  it.each([
    ['nothing', []],
    ['one piece', ['{"a":1}']],
    ['many pieces', Array.from({ length: 50 }, (_, at) => String(at).repeat(4_000))],
  ])('gives a body of %s, with a length and without', async (_what, pieces) => {
    const whole = pieces.join('');
    for (const headers of [{ 'content-length': Buffer.byteLength(whole) }, { 'transfer-encoding': 'chunked' }]) {
      const { caller, request } = await arrive(headers);
      for (const piece of pieces) caller.write(piece);
      caller.end();
      expect(Buffer.from(await receiveBody(request, 1_000_000)).toString()).toBe(whole);
    }
  });

  it('takes just the allowed length, and not one byte more', async () => {
    const body = (bytes: number) => Readable.from([Buffer.alloc(bytes)], { objectMode: false });
    expect(await receiveBody(body(100), 100)).toHaveLength(100);
    await expect(receiveBody(body(101), 100)).rejects.toMatchObject({ code: 'request_too_large', status: 413 });
  });

  it('refuses a body as soon as it is too long; its caller can send the rest and has the answer then', async () => {
    const { caller, request, answer } = await arrive({ 'transfer-encoding': 'chunked' });
    const answered = new Promise<IncomingMessage>((resolve) => caller.once('response', resolve));
    caller.write(Buffer.alloc(200));
    await expect(receiveBody(request, 100)).rejects.toMatchObject({ code: 'request_too_large' });
    answer('413');
    for (let mebibytes = 0; mebibytes < 8; mebibytes += 1) caller.write(Buffer.alloc(1024 * 1024));
    await new Promise((resolve) => caller.end(resolve));
    expect(await text(await answered)).toBe('413');
  });

  it('reads to its end, and drops, what comes after', async () => {
    let pieces = 0;
    const endless = function* () {
      for (; pieces < 1_000; pieces += 1) yield Buffer.alloc(60);
    };
    const request = Readable.from(endless(), { objectMode: false });
    const ended = once(request, 'end');
    await expect(receiveBody(request, 100)).rejects.toMatchObject({ code: 'request_too_large' });
    await ended;
    expect(pieces).toBe(1_000);
  });

  it('says that the caller has gone when the connection closes in the middle, and when it was closed before', async () => {
    const { caller, request } = await arrive({ 'content-length': 100 });
    caller.write('half');
    const received = receiveBody(request, 1_000);
    caller.destroy();
    await expect(received).rejects.toMatchObject({ code: 'caller_gone', status: 499 });

    const closed = new Readable({ read() {} }).destroy();
    await once(closed, 'close');
    await expect(receiveBody(closed, 100)).rejects.toMatchObject({ code: 'caller_gone' });
  });

  it('takes a second reading for a bug', async () => {
    const request = Readable.from([Buffer.from('{}')], { objectMode: false });
    await receiveBody(request, 100);
    await expect(receiveBody(request, 100)).rejects.toThrow(TypeError);
  });
});

type Arrived = { readonly caller: ClientRequest; readonly request: IncomingMessage; answer(body: string): void };

/** A request whose headers have come to a server; its body is the caller's to send. */
async function arrive(headers: Record<string, string | number>): Promise<Arrived> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const arriving = new Promise<Pick<Arrived, 'request' | 'answer'>>((resolve) => {
    server.once('request', (request, response) => resolve({ request, answer: (body) => void response.end(body) }));
  });
  const caller = httpRequest({ port: address.port, host: '127.0.0.1', agent: false, method: 'POST', headers });
  caller.on('error', () => {});
  caller.flushHeaders();
  return { caller, ...(await arriving) };
}
