/** All chunks of a stream as one text. Throws what the stream throws. */
export async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const list: Uint8Array[] = [];
  for await (const chunk of chunks) list.push(chunk);
  return Buffer.concat(list).toString();
}

/** The text that the events of a chat stream spell out, of all choices together. */
export function spelledBy(events: string): string {
  return [...events.matchAll(/"delta":\{[^}]*"content":"((?:[^"\\]|\\.)*)"/g)]
    .map(([, text = '']) => JSON.parse(`"${text}"`))
    .join('');
}
