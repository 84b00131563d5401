import type { PooledBytes } from './pooled-fetch.ts';

/** The first 64 KiB of the body of an error answer: more is never an explanation. Rejects when the body breaks off. */
export async function readErrorText(body: PooledBytes): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    if (!Buffer.isBuffer(chunk)) {
      throw new TypeError('An answer gave something other than bytes.');
    }
    chunks.push(chunk);
    length += chunk.length;
    if (length > mostBytes) {
      break;
    }
  }
  return Buffer.concat(chunks).toString('utf8').slice(0, mostBytes);
}

const mostBytes = 65_536;
