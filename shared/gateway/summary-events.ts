import type { SummaryRequest } from '../neutral/summary-request.ts';
import type { SummaryProgress } from '../tokens/split/summarise-text.ts';
import type { Call } from './call.ts';
import type { Parts } from './parts.ts';
import { prepareSummary, type PreparedSummary, type Summary } from './summarise.ts';

/** A summary being made, as the events of its stream. */
export type StreamedSummary = { readonly chunks: AsyncGenerator<Buffer> };

/**
 * Summarises a text and tells how far it is: an event `progress` for each part that is done, then one event `summary`.
 * Resolves when all is checked that can be before anything is sent; nothing is sent before the chunks are read, and what
 * is under way ends when they no longer are. Throws `GatewayError`, here and from the chunks.
 */
export async function summariseAsStream(request: SummaryRequest, call: Call, parts: Parts): Promise<StreamedSummary> {
  return { chunks: events(prepareSummary(request, call, parts), call) };
}

async function* events({ run }: PreparedSummary, { gone }: Call): AsyncGenerator<Buffer> {
  const leaving = new AbortController();
  const waiting: SummaryProgress[] = [];
  let news = Promise.withResolvers<undefined>();
  const ending: Promise<Summary> = run(
    (progress) => {
      waiting.push(progress);
      news.resolve(undefined);
    },
    AbortSignal.any([gone, leaving.signal]),
  );
  // Nobody listens while an event is on its way out.
  ending.catch(() => {});
  try {
    for (;;) {
      const summary = await Promise.race([ending, news.promise]);
      news = Promise.withResolvers();
      while (waiting.length > 0) {
        const progress = waiting.shift();
        yield frame('progress', progress);
      }
      if (summary !== undefined) {
        yield frame('summary', summary);
        return;
      }
    }
  } finally {
    leaving.abort();
  }
}

function frame(event: string, data: unknown): Buffer {
  return Buffer.from(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
