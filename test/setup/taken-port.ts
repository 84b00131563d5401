import { once } from 'node:events';
import { createServer } from 'node:net';

/** A port of the loopback interface where something listens until it is released. */
export async function takenPort(): Promise<{ port: number; release: () => Promise<unknown> }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('There is no port.');
  return { port: address.port, release: () => once(server.close(), 'close') };
}
