import type { Encoding } from './encoding.ts';

/**
 * Encodes one long piece of a text block by block, so that neither time between two yields nor memory grows with it.
 * Gives the number of tokens; their ranks are added to `ranks` when it is given.
 *
 * That this is exact: the encoding of a run of whole tokens is those tokens, whatever stood around them, because joins
 * inside them happen in the same order. So when two overlapping blocks have one token in common, the tokens of the
 * first up to it and of the second from it on are the encoding of both together: the first join across a border would
 * have been made in one of the blocks too. Each block therefore begins at a border of the one before, and its first
 * token must be the one that was there; else it begins further back, or the block is made larger.
 */
export function* encodeLongPiece(
  text: string,
  start: number,
  end: number,
  { vocabulary, merger }: Encoding,
  ranks?: number[],
): Generator<undefined, number> {
  const window = new ByteWindow(text, start, end);
  let total = 0;
  const accept = (borders: Int32Array, count: number): void => {
    total += count;
    if (ranks === undefined) return;
    for (let token = 0; token < count; token += 1) {
      ranks.push(vocabulary.rankOf(window.bytes, borders[token] ?? 0, borders[token + 1] ?? 0));
    }
  };
  let blockBytes = firstBlockBytes;
  window.fill(blockBytes);
  let { count, borders } = copyOf(merger.merge(window.bytes, 0, window.size));
  let blockEnd = window.size;
  while (!window.isComplete || blockEnd < window.size) {
    yield;
    let kept = tokensEndingBefore(borders, count, blockEnd - overlapBytes);
    for (; kept > 0; kept >>= 1) {
      const from = borders[kept] ?? 0;
      window.fill(from + blockBytes);
      const to = Math.min(window.size, from + blockBytes);
      const next = merger.merge(window.bytes, from, to);
      if (next.borders[1] === borders[kept + 1]) {
        accept(borders, kept);
        ({ count, borders } = copyOf(next, from));
        window.drop(from);
        blockEnd = to - from;
        break;
      }
    }
    if (kept === 0) {
      blockBytes *= 2;
      window.fill(blockBytes);
      blockEnd = Math.min(window.size, blockBytes);
      ({ count, borders } = copyOf(merger.merge(window.bytes, 0, blockEnd)));
    }
  }
  accept(borders, count);
  return total;
}

const firstBlockBytes = 2048;
const overlapBytes = 256;

function copyOf(merged: { count: number; borders: Int32Array }, offset = 0): { count: number; borders: Int32Array } {
  return { count: merged.count, borders: merged.borders.slice(0, merged.count + 1).map((border) => border - offset) };
}

function tokensEndingBefore(borders: Int32Array, count: number, limit: number): number {
  let tokens = count - 1;
  while (tokens > 0 && (borders[tokens] ?? 0) > limit) tokens -= 1;
  return tokens;
}

/** A part of a text as UTF-8, filled in from behind and dropped from in front. */
class ByteWindow {
  bytes = new Uint8Array(8 * firstBlockBytes);
  size = 0;
  readonly #text: string;
  readonly #end: number;
  #at: number;

  constructor(text: string, start: number, end: number) {
    this.#text = text;
    this.#at = start;
    this.#end = end;
  }

  get isComplete(): boolean {
    return this.#at === this.#end;
  }

  fill(size: number): void {
    while (this.size < size && !this.isComplete) {
      const stretch = this.#nextStretch();
      if (this.bytes.length < this.size + stretch.length * 3) this.#grow();
      this.size += utf8.encodeInto(stretch, this.bytes.subarray(this.size)).written;
      this.#at += stretch.length;
    }
  }

  drop(bytes: number): void {
    this.bytes.copyWithin(0, bytes, this.size);
    this.size -= bytes;
  }

  #nextStretch(): string {
    const to = Math.min(this.#end, this.#at + 1024);
    const splitsPair = to < this.#end && (this.#text.codePointAt(to - 1) ?? 0) > 0xffff;
    return this.#text.slice(this.#at, splitsPair ? to + 1 : to);
  }

  #grow(): void {
    const larger = new Uint8Array(this.bytes.length * 2);
    larger.set(this.bytes);
    this.bytes = larger;
  }
}

const utf8 = new TextEncoder();
