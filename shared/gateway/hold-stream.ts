import { UpstreamFailure } from '../upstream/upstream-failure.ts';
import { replay } from './replay.ts';

/**
 * Reads a stream to its end and gives it back from the start. Throws the `UpstreamFailure` it breaks with, or one for a
 * stream that is too long to be held.
 */
export async function holdStream(
  chunks: AsyncIterable<Buffer>,
  deployment: string,
  maxBytes = longestHeld,
): Promise<AsyncGenerator<Buffer>> {
  const held: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new UpstreamFailure('refused', `Deployment ${deployment} gave an answer too long to be held back whole.`);
    }
    held.push(chunk);
  }
  return replay(held);
}

/** More than any model's longest answer, event by event. */
const longestHeld = 64 * 1024 * 1024;
