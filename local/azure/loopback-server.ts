import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** An HTTP server on 127.0.0.1. `url` has no trailing slash; `stop` also ends the calls that are still open. */
export type LoopbackServer = { readonly url: string; stop(): Promise<void> };

/** Listens on the port given, 0 for any free one. Rejects with the system's error when the port is taken. */
export async function startLoopbackServer(
  port: number,
  answer: (request: IncomingMessage, response: ServerResponse, url: URL) => void,
): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    const url = URL.parse(request.url ?? '/', 'http://127.0.0.1');
    if (url === null) answerJson(response, 400, { error: { code: 'BadRequest', message: 'The URL cannot be read.' } });
    else answer(request, response, url);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A loopback server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Answers with a JSON body, the way Azure's small services do. */
export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}
