/**
 * The upstream of all contestants, a process of its own: answers every POST at once from canned bytes, whole or as an
 * event stream. It tells its parent where it listens and ends with it.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import {
  cannedChat,
  cannedEvents,
  cannedHead,
  floodEvent,
  paceMs,
  textEvent,
  type StreamKind,
} from './canned-answers.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';

const requestSchema = z.object({
  stream: z.boolean().default(false),
  max_tokens: z.number().default(0),
  user: z.enum(['unpaced', 'paced', 'stalled', 'flood']).default('unpaced'),
  stream_options: z.object({ include_usage: z.boolean() }).optional(),
});

const server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
  answer(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ url: await listenOnLoopback(server) });

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = requestSchema.parse(JSON.parse(await textOf(request)));
  if (!body.stream) {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': cannedChat.length });
    response.end(cannedChat);
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  await stream(response, body.user, cannedEvents(body.max_tokens, body.stream_options?.include_usage ?? false));
}

async function stream(response: ServerResponse, kind: StreamKind, events: readonly Buffer[]): Promise<void> {
  switch (kind) {
    case 'stalled':
      for (const event of [...cannedHead, textEvent]) response.write(event);
      return;
    case 'flood':
      for (let sent = 0; sent < floodBytes && !response.destroyed; sent += floodEvent.length) {
        if (!response.write(floodEvent)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
      }
      break;
    case 'paced':
      for (const event of events) {
        response.write(event);
        await wait(paceMs);
      }
      break;
    case 'unpaced':
      // A turn of the loop for each, so that each is written to the network by itself.
      for (const event of events) {
        response.write(event);
        await nextTurn();
      }
  }
  response.end();
}

const floodBytes = 256 * 1024 * 1024;

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
