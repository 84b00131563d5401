import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** An HTTP listener on 127.0.0.1 that can die and come back on the same port. */
export type LoopbackListener = {
  /** Without a trailing slash. */
  readonly url: string;
  readonly isListening: boolean;
  readonly openConnections: number;
  /** Refuses new connections and resets those that are open, as a machine that goes down. */
  stop(): Promise<void>;
  /** Listens again where it did before. */
  start(): Promise<void>;
};

/** Starts listening; 0 takes any free port. Rejects with the system's error when the port is taken. */
export async function startLoopbackListener(
  port: number,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<LoopbackListener> {
  const sockets = new Set<Socket>();
  let listening: { server: Server; port: number } = await listen(port);

  async function listen(at: number): Promise<{ server: Server; port: number }> {
    // An idle connection must outlive the pools of the clients, or a call can meet a closing one.
    const server = createServer({ keepAliveTimeout: 120_000, requestTimeout: 0 }, answer);
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(at, '127.0.0.1', 1024, resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The listener has no port.');
    return { server, port: address.port };
  }

  return {
    url: `http://127.0.0.1:${listening.port}`,
    get isListening() {
      return listening.server.listening;
    },
    get openConnections() {
      return sockets.size;
    },
    async stop() {
      if (!listening.server.listening) return;
      const closed = new Promise((resolve) => listening.server.close(resolve));
      for (const socket of sockets) socket.resetAndDestroy();
      await closed;
    },
    async start() {
      if (!listening.server.listening) listening = await listen(listening.port);
    },
  };
}
