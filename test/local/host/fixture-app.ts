import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { request as httpRequest, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from '../../../local/build.ts';

/** Builds the fixture app into a folder of its own, as if it were a repository's root, and gives that folder. */
export async function buildFixtureApp(): Promise<string> {
  const appRoot = fileURLToPath(new URL(`../../../.temp/host-app-${randomUUID()}`, import.meta.url));
  await mkdir(appRoot, { recursive: true });
  const source = fileURLToPath(new URL('../../fixtures/host-app', import.meta.url));
  await build(source, appRoot);
  await writeFile(`${appRoot}/package.json`, JSON.stringify({ type: 'module', main: 'dist/functions/*.js' }));
  await copyFile(`${source}/host.json`, `${appRoot}/host.json`);
  return appRoot;
}

/** Opens a request of node:http, which shows more than fetch: raw paths, chunks as they come, the connection's end. */
export function open(
  url: string,
  options: RequestOptions = {},
): { request: ClientRequest; answer: Promise<IncomingMessage> } {
  const target = new URL(url);
  // A path given as it is, not as `URL` would tidy it.
  const path = url.slice(target.origin.length) || '/';
  const request = httpRequest({ host: target.hostname, port: target.port, path, agent: false, ...options });
  const answer = once(request, 'response').then(([incoming]: IncomingMessage[]) => {
    if (incoming === undefined) throw new Error('There was no answer.');
    return incoming;
  });
  return { request, answer };
}

/** The whole answer of a request. */
export async function send(
  url: string,
  options: RequestOptions & { body?: string } = {},
): Promise<{ status: number | undefined; headers: IncomingMessage['headers']; body: string }> {
  const { body, ...rest } = options;
  const { request, answer } = open(url, rest);
  if (body !== undefined) request.setHeader('content-length', Buffer.byteLength(body));
  request.end(body);
  const incoming = await answer;
  return {
    status: incoming.statusCode,
    headers: incoming.headers,
    body: (await incoming.toArray()).map(String).join(''),
  };
}
