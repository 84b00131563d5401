import { once } from 'node:events';
import { createServer } from 'node:net';

/** Throws when something listens on `port` of the loopback interface already; `option` chooses another one. */
export async function requireFreePort(port: number, what: string, option: string): Promise<void> {
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch (error) {
    throw new Error(
      `Port ${port}, where ${what} would listen, is taken. Choose another one: npm start -- ${option} ${port + 10}`,
      {
        cause: error,
      },
    );
  }
  probe.close();
  await once(probe, 'close');
}
