/**
 * The least a Node gateway can do, a process of its own: node:http in, one undici pool out, nothing looked at. It tells
 * its parent where it listens and ends with it.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { Pool } from 'undici';
import { listenOnLoopback } from './listen-on-loopback.ts';

const pool = new Pool(process.argv[2] ?? '', { connections: 1024, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });

const server = createServer((request, response) => {
  forward(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ url: await listenOnLoopback(server) });

async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { statusCode, headers, body } = await pool.request({
    method: 'POST',
    path: request.url ?? '/',
    headers: { 'content-type': request.headers['content-type'], 'content-length': request.headers['content-length'] },
    body: request,
  });
  const { connection: _, 'keep-alive': __, 'transfer-encoding': ___, ...passed } = headers;
  response.writeHead(statusCode, passed);
  pipeline(body, response, () => {});
}
