import type { CachedAnswer } from './answer-cache.ts';
import { eventsFromWhole } from './events-from-whole.ts';
import { eventObject, isDone, isUsageEvent, storedEvents } from './stored-events.ts';
import { usageObject } from './usage-object.ts';
import { wholeFromEvents } from './whole-from-events.ts';

/** A kept answer as a JSON body. `undefined` when a stream cannot be put together without loss: it then counts as a miss. */
export function giveWhole(answer: CachedAnswer): Uint8Array | undefined {
  if (answer.kind === 'whole') {
    return answer.body;
  }
  const whole = wholeFromEvents(storedEvents(answer.body), usageObject(answer.usage));
  return whole === undefined ? undefined : Buffer.from(JSON.stringify(whole));
}

/**
 * A kept chat answer as an event stream, in pieces of whole events in their own framing, with the usage chunk only for
 * who asked. `undefined` when a whole answer cannot be told as chunks without loss: it then counts as a miss.
 */
export function giveStream(answer: CachedAnswer, includeUsage: boolean): Buffer[] | undefined {
  const events =
    answer.kind === 'stream'
      ? withUsage(storedEvents(answer.body), answer, includeUsage)
      : eventsFromWhole(parse(answer.body), includeUsage);
  return events === undefined ? undefined : inPieces(events);
}

function withUsage(events: Buffer[], answer: CachedAnswer, includeUsage: boolean): Buffer[] {
  if (!includeUsage) {
    return events.filter((event) => !isUsageEvent(event));
  }
  const end = events.findIndex(isDone);
  const usage = usageObject(answer.usage);
  if (end === -1 || usage === undefined || events.some(isUsageEvent)) {
    return events;
  }
  const { id, object, created, model } = events.map(eventObject).findLast((chunk) => chunk?.['id']) ?? {};
  const chunk = Buffer.from(`data: ${JSON.stringify({ id, object, created, model, choices: [], usage })}\n\n`);
  return events.toSpliced(end, 0, chunk);
}

/** A sixteenth of the stream to a piece, but at least one event and at most 16 KiB. */
function inPieces(events: readonly Buffer[]): Buffer[] {
  const totalBytes = events.reduce((sum, event) => sum + event.length, 0);
  const pieceBytes = Math.min(16_384, Math.ceil(totalBytes / 16));
  const pieces: Buffer[] = [];
  let piece: Buffer[] = [];
  let bytes = 0;
  for (const event of events) {
    if (bytes > 0 && bytes + event.length > pieceBytes) {
      pieces.push(Buffer.concat(piece));
      piece = [];
      bytes = 0;
    }
    piece.push(event);
    bytes += event.length;
  }
  return bytes === 0 ? pieces : [...pieces, Buffer.concat(piece)];
}

function parse(body: Uint8Array): unknown {
  return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
}
