import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { json } from 'node:stream/consumers';
import * as z from 'zod';
import { listenOnLoopback } from '../../listen-on-loopback.ts';
import { behaviourOf, type Behaviour } from './behaviour.ts';
import { refusals, refuse } from './refusals.ts';
import { completeChat } from './complete-chat.ts';
import type { WallTimes } from './wall-times.ts';

/** One attempt that reached the wall. */
export type WallAttempt = {
  readonly model: string;
  /** Milliseconds by the wall's clock. */
  readonly atMs: number;
  /** The id under which its caller called. */
  readonly callId: string;
  /** What the wall did with it. */
  readonly did: Behaviour | 'refused a prefill' | 'unknown model';
};

/** A provider that misbehaves by the name of the model it is asked for, and keeps a log of every attempt. */
export type ProviderWall = {
  readonly url: string;
  /** Every attempt so far, in order. */
  attempts(): readonly WallAttempt[];
  /** Its clock, in milliseconds. Its outage is at the beginning. */
  nowMs(): number;
  /** Sets the clock to 0 and forgets every attempt. */
  reset(): void;
  stop(): Promise<void>;
};

/**
 * Starts the wall. It speaks the chat completions of Azure's v1 surface, and does by the name of a model what the
 * scenario of that name needs: resets, silence, streams that end in every wrong way.
 */
export async function startProviderWall(times: WallTimes): Promise<ProviderWall> {
  let attempts: WallAttempt[] = [];
  const server = createServer({ keepAliveTimeout: 120_000, requestTimeout: 0 });
  let startedMs = performance.now();
  const nowMs = () => performance.now() - startedMs;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const atMs = nowMs();
    const chat = chatSchema.parse(await json(request));
    const asked = behaviourOf(chat.model);
    const isFirst = !attempts.some(({ model }) => model === chat.model);
    const did = doneWith(asked, isFirst, atMs < times.outageMs, chat.messages.at(-1)?.role === 'assistant');
    const callId = String(request.headers['x-ms-client-request-id'] ?? '');
    attempts.push({ model: chat.model, atMs, callId, did });
    const refusal = refusals[did];
    if (refusal !== undefined) return refuse(response, refusal);
    if (did === 'reset-once') return void request.socket.resetAndDestroy();
    if (did === 'silent') {
      const impatience = setTimeout(() => request.socket.destroy(), times.silenceMs);
      response.once('close', () => clearTimeout(impatience));
      return;
    }
    await completeChat(response, chat, did, times);
  }

  server.on('request', (request, response) => {
    // A gateway that hangs up in the middle of its request has sent no attempt.
    serve(request, response).catch(() => response.destroy());
  });
  const url = await listenOnLoopback(server);
  return {
    url,
    attempts: () => attempts,
    nowMs,
    reset() {
      startedMs = performance.now();
      attempts = [];
    },
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** What becomes of an attempt: what happens once has passed at the second, an outage when its time is over. */
function doneWith(
  asked: Behaviour | undefined,
  isFirst: boolean,
  isOutage: boolean,
  isPrefilled: boolean,
): WallAttempt['did'] {
  switch (asked) {
    case undefined:
      return 'unknown model';
    case 'well-without-prefill':
      return isPrefilled ? 'refused a prefill' : asked;
    case 'throttled-once':
    case 'failing-once':
    case 'reset-once':
      return isFirst ? asked : 'well';
    case 'down-at-first':
      return isOutage ? asked : 'well';
    default:
      return asked;
  }
}

const chatSchema = z.object({
  model: z.string(),
  stream: z.boolean().default(false),
  stream_options: z.object({ include_usage: z.boolean().default(false) }).optional(),
  messages: z.array(z.object({ role: z.string() })),
});

/** A chat as the wall reads it. */
export type WallChat = z.infer<typeof chatSchema>;
