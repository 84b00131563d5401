import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An upstream that answers exactly as a test says, for what the simulator would never send. */
export type ScriptedUpstream = {
  readonly url: string;
  /** Requests received so far, oldest first. */
  readonly requests: readonly ReceivedRequest[];
  /** Connections accepted so far: fewer than requests where one served several. */
  connections(): number;
  stop(): Promise<void>;
};

/** One request as it came. */
export type ReceivedRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};

/** Starts an upstream on 127.0.0.1; `answer` runs when a request's body is there. */
export async function startScriptedUpstream(
  answer: (response: ServerResponse, request: ReceivedRequest) => unknown,
): Promise<ScriptedUpstream> {
  const requests: ReceivedRequest[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const received = { method, url, headers, body: Buffer.concat(chunks).toString() };
      requests.push(received);
      answer(response, received);
    });
  });
  server.on('connection', () => (connections += 1));
  return { url: await listen(server), requests, connections: () => connections, stop: () => stop(server) };
}

/** An event stream of these events, in one write each; strings go out as data, anything else as JSON. */
export function sendEvents(response: ServerResponse, events: readonly unknown[]): void {
  if (!response.headersSent) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
  }
  for (const event of events) {
    response.write(`data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`);
  }
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return isPort(address) ? `http://127.0.0.1:${address.port}` : Promise.reject(new Error('There is no port.'));
}

function isPort(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
