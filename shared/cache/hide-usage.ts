import { isUsageEvent, storedEvents } from './stored-events.ts';

/**
 * Chunks of whole events without the usage chunk, for a caller who did not ask for it but shares the stream of one who
 * may have. All other events pass in their own bytes.
 */
export async function* hideUsage(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    const shown = mayHaveUsage.test(chunk.toString('latin1'))
      ? Buffer.concat(storedEvents(chunk).filter((event) => !isUsageEvent(event)))
      : chunk;
    if (shown.length > 0) {
      yield shown;
    }
  }
}

const mayHaveUsage = /"usage"\s*:\s*\{/;
