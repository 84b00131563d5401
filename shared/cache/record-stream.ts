/**
 * The same chunks, as they come; when the last has been read and all are at most `maxBytes`, `onComplete` gets them as
 * one. A stream that fails, is left early or is longer is not recorded. `onComplete` must not throw.
 */
export async function* recordStream(
  chunks: AsyncIterable<Buffer>,
  maxBytes: number,
  onComplete: (body: Buffer) => void,
): AsyncGenerator<Buffer> {
  const recorded: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes <= maxBytes) {
      recorded.push(chunk);
    } else {
      recorded.length = 0;
    }
    yield chunk;
  }
  if (bytes <= maxBytes) {
    onComplete(Buffer.concat(recorded));
  }
}
