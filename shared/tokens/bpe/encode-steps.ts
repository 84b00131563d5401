import type { Encoding } from './encoding.ts';
import { encodeLongPiece } from './long-piece.ts';
import { PieceScanner } from './piece-scanner.ts';
import { noRank } from './vocabulary.ts';

/**
 * Counts a text's tokens in steps of a millisecond or so; what is returned is the exact number. Their ranks are
 * added to `ranks` when it is given. Text that looks like a special token, such as `<|endoftext|>`, is ordinary text,
 * as it is for the services. A surrogate without its partner counts as the U+FFFD it is sent as.
 */
export function* encodeSteps(text: string, encoding: Encoding, ranks?: number[]): Generator<undefined, number> {
  const scanner = new PieceScanner(text, encoding.name);
  let total = 0;
  let stepEnd = stepLength;
  for (let start = 0; start < text.length;) {
    const end = scanner.endOf(start);
    if (end === undefined) {
      yield;
      continue;
    }
    // A UTF-16 unit is three bytes at most.
    if ((end - start) * 3 <= scratch.length) total += encodePiece(text, start, end, encoding, ranks);
    else total += yield* encodeLongPiece(text, start, end, encoding, ranks);
    start = end;
    if (end >= stepEnd) {
      stepEnd = end + stepLength;
      yield;
    }
  }
  return total;
}

const stepLength = 2048;
const scratch = new Uint8Array(2048);
const utf8 = new TextEncoder();

function encodePiece(text: string, start: number, end: number, encoding: Encoding, ranks?: number[]): number {
  const { vocabulary, merger } = encoding;
  const size = writeUtf8(text, start, end);
  const whole = vocabulary.rankOf(scratch, 0, size);
  if (whole !== noRank) {
    ranks?.push(whole);
    return 1;
  }
  const { count, borders } = merger.merge(scratch, 0, size);
  for (let token = 0; ranks !== undefined && token < count; token += 1) {
    ranks.push(vocabulary.rankOf(scratch, borders[token] ?? 0, borders[token + 1] ?? 0));
  }
  return count;
}

function writeUtf8(text: string, start: number, end: number): number {
  for (let at = start; at < end; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x80) return utf8.encodeInto(text.slice(start, end), scratch).written;
    scratch[at - start] = unit;
  }
  return end - start;
}
