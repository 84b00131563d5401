import { BlockMerger } from './block-merger.ts';
import { noRank, type Vocabulary } from './vocabulary.ts';

/** Pieces up to this many bytes are merged by a plain scan, which is the fastest while they are short. */
export const shortPieceBytes = 128;

/**
 * Byte pair encoding of a run of bytes: neighbours are joined, lowest rank first and leftmost among equals, until no
 * two neighbours make a token. The buffers serve one run after the other, so a result is read before the next is made.
 */
export class PieceMerger {
  readonly #vocabulary: Vocabulary;
  readonly #blocks: BlockMerger;
  readonly #ranks = new Int32Array(shortPieceBytes + 2);
  readonly #borders = new Int32Array(shortPieceBytes + 2);

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    this.#blocks = new BlockMerger(vocabulary);
  }

  /** Encodes `bytes[from..to)` into `count` tokens, of which number `i` is `bytes[borders[i]..borders[i + 1])`. */
  merge(bytes: Uint8Array, from: number, to: number): { readonly count: number; readonly borders: Int32Array } {
    if (to - from > shortPieceBytes) return this.#blocks.merge(bytes, from, to);
    return { count: this.#mergeShort(bytes, from, to), borders: this.#borders };
  }

  #mergeShort(bytes: Uint8Array, from: number, to: number): number {
    const borders = this.#borders;
    const ranks = this.#ranks;
    let count = to - from;
    for (let part = 0; part <= count; part += 1) {
      borders[part] = from + part;
      ranks[part] =
        part < count - 1 ? this.#vocabulary.rankOfPair(bytes[from + part] ?? 0, bytes[from + part + 1] ?? 0) : noRank;
    }
    for (;;) {
      const lowest = lowestAt(ranks, count - 1);
      if (lowest === -1) return count;
      borders.copyWithin(lowest + 1, lowest + 2, count + 1);
      ranks.copyWithin(lowest + 1, lowest + 2, count + 1);
      count -= 1;
      ranks[lowest] = this.#rankAt(bytes, lowest, count);
      if (lowest > 0) ranks[lowest - 1] = this.#rankAt(bytes, lowest - 1, count);
    }
  }

  #rankAt(bytes: Uint8Array, part: number, count: number): number {
    if (part + 2 > count) return noRank;
    return this.#vocabulary.rankOf(bytes, this.#borders[part] ?? 0, this.#borders[part + 2] ?? 0);
  }
}

function lowestAt(ranks: Int32Array, pairs: number): number {
  let lowest = noRank;
  let lowestPart = -1;
  for (let part = 0; part < pairs; part += 1) {
    const rank = ranks[part] ?? noRank;
    if (rank < lowest) {
      lowest = rank;
      lowestPart = part;
    }
  }
  return lowestPart;
}
