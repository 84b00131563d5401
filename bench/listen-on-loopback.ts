import { once } from 'node:events';
import type { Server } from 'node:http';

/** Listens on a free port of the loopback interface and resolves with the URL, without a slash at the end. */
export async function listenOnLoopback(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}`;
}
