import type { OpenedStream } from '../../../shared/cache/shared-stream.ts';

/** A stream whose chunks a test sends by hand (`end` ends it, an error breaks it), and what became of it. */
export function heldStream() {
  const waiting: (() => void)[] = [];
  const queue: (string | Error)[] = [];
  const seen = { opened: 0, fetched: 0, aborted: false, left: false };
  const send = (...items: readonly (string | Error)[]): void => {
    queue.push(...items);
    waiting.splice(0).forEach((wake) => wake());
  };

  async function* chunks(signal: AbortSignal): AsyncGenerator<Buffer> {
    try {
      for (;;) {
        seen.fetched += 1;
        while (queue.length === 0 && !signal.aborted) {
          await new Promise<void>((resolve) => {
            waiting.push(resolve);
            signal.addEventListener('abort', () => resolve(), { once: true });
          });
        }
        const item = queue.shift();
        if (item === undefined) {
          throw new Error('aborted');
        }
        if (item instanceof Error) {
          throw item;
        }
        if (item === 'end') {
          return;
        }
        yield Buffer.from(item);
      }
    } finally {
      seen.left = true;
    }
  }

  return {
    seen,
    send,
    open: async (signal: AbortSignal): Promise<OpenedStream<string>> => {
      seen.opened += 1;
      signal.addEventListener('abort', () => {
        seen.aborted = true;
      });
      return { head: 'head', chunks: chunks(signal) };
    },
  };
}

/** Reads a stream to its end; its text, and the error it ends in if it does. */
export async function textOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  try {
    for await (const chunk of chunks) {
      text += String(chunk);
    }
  } catch (error) {
    text += ` [${error instanceof Error ? error.message : 'bug'}]`;
  }
  return text;
}

/** Lets what is under way go on as far as it can. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
