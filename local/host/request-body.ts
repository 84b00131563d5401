import type { IncomingMessage } from 'node:http';
import { Transform } from 'node:stream';

/** A request body over the host's limit, which the real host answers with an empty 500. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/**
 * The whole body of a request that gives its length, which the real host reads before the function runs. `undefined`
 * for one that gives none: that body, if there is any, streams through. Rejects with `BodyTooLarge` over `maxBytes`, and
 * when the caller goes.
 */
export async function readSizedBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const length = Number(request.headers['content-length'] ?? 0);
  if (length === 0) return undefined;
  if (length > maxBytes) throw new BodyTooLarge();
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (chunk instanceof Buffer) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Passes a body of unknown length through, and fails with `BodyTooLarge` at the byte after `maxBytes`. */
export function limitBody(maxBytes: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > maxBytes) done(new BodyTooLarge());
      else done(null, chunk);
    },
  });
}
