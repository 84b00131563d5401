import { promisify } from 'node:util';
import { constants, deflateRaw, inflateRaw } from 'node:zlib';
import * as z from 'zod';
import type { CachedAnswer, FoundAnswer } from './answer-cache.ts';

/** An answer on its way through a store: for which key it is, and until when it is fresh, in epoch milliseconds. */
export type KeptAnswer = { readonly key: string; readonly answer: CachedAnswer; readonly freshUntilMs: number };

/**
 * A kept answer as bytes: a format byte, a flag byte, the head's length (2 bytes), the head as JSON, and the body,
 * deflated from 1 KiB on (the events of a stream shrink to about a tenth). Throws `RangeError` for a head over 64 KiB.
 */
export async function encodeAnswer({ key, answer, freshUntilMs }: KeptAnswer): Promise<Buffer> {
  const { kind, body, storedAtMs, usage, deployment } = answer;
  const head = Buffer.from(JSON.stringify({ key, kind, storedAtMs, freshUntilMs, usage, deployment }));
  if (head.length > 65_535) {
    throw new RangeError('The head of an answer to keep is too long.');
  }
  const isDeflated = body.byteLength >= deflateFromBytes;
  const kept = isDeflated ? await deflate(body, { level: constants.Z_BEST_SPEED }) : body;
  const start = Buffer.alloc(4);
  start[0] = formatVersion;
  start[1] = isDeflated ? 1 : 0;
  start.writeUInt16BE(head.length, 2);
  return Buffer.concat([start, head, kept]);
}

/**
 * The answer in bytes that `encodeAnswer` made for `key`, or `undefined` for bytes of another format. Throws for bytes
 * that are damaged, for a body of more than `maxBodyBytes`, and for the answer to another key: a connection that has
 * lost count of its replies must not hand one caller's answer to another.
 */
export async function decodeAnswer(
  bytes: Buffer,
  key: string,
  { maxBodyBytes, nowMs }: { readonly maxBodyBytes: number; readonly nowMs: number },
): Promise<FoundAnswer | undefined> {
  if (bytes[0] !== formatVersion) {
    return undefined;
  }
  const headEnd = 4 + bytes.readUInt16BE(2);
  const head = headSchema.parse(JSON.parse(bytes.toString('utf8', 4, headEnd)));
  if (head.key !== key) {
    throw new TypeError('The store gave the answer to another key.');
  }
  const kept = bytes.subarray(headEnd);
  const body = bytes[1] === 1 ? await inflate(kept, { maxOutputLength: maxBodyBytes }) : new Uint8Array(kept);
  const { kind, storedAtMs, usage, deployment, freshUntilMs } = head;
  return { answer: { kind, body, storedAtMs, usage, deployment }, isStale: nowMs >= freshUntilMs };
}

const usageSchema = z.lazy(() =>
  z.object({
    promptTokens: z.number(),
    completionTokens: z.number(),
    totalTokens: z.number(),
    cachedTokens: z.number().exactOptional(),
    reasoningTokens: z.number().exactOptional(),
    estimated: z.boolean(),
  }),
);

const headSchema = z.lazy(() =>
  z.object({
    key: z.string(),
    kind: z.enum(['whole', 'stream']),
    storedAtMs: z.number(),
    freshUntilMs: z.number(),
    usage: usageSchema.optional(),
    deployment: z.string(),
  }),
);

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);
const deflateFromBytes = 1_024;
const formatVersion = 1;
