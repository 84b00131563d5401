import { createServer, get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { listenOnLoopback } from '../../../bench/listen-on-loopback.ts';
import { raiseHeaderLimit } from '../../../shared/http/raise-header-limit.ts';

async function statusOf(headerBytes: number): Promise<number | undefined> {
  const server = createServer((_request, response) => response.end());
  const url = await listenOnLoopback(server);
  const request = get(url, { headers: { 'x-long': 'a'.repeat(headerBytes) }, agent: false });
  const [answer]: IncomingMessage[] = await once(request, 'response');
  answer?.resume();
  server.close();
  return answer?.statusCode;
}

it('lets a server take headers that Node refuses by itself', async () => {
  expect(await statusOf(30_000)).toBe(431);
  raiseHeaderLimit();
  expect(await statusOf(30_000)).toBe(200);
  expect(await statusOf(66_000)).toBe(431);
});
