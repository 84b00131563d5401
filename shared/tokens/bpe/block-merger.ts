import { placeIn, RankHeap, rankIn } from './rank-heap.ts';
import { noRank, type Vocabulary } from './vocabulary.ts';

/** Byte pair encoding of longer runs: a linked list of parts and a heap of the joins that are possible. */
export class BlockMerger {
  readonly #vocabulary: Vocabulary;
  readonly #heap = new RankHeap();
  #next = new Int32Array(0);
  #previous = new Int32Array(0);
  #ranks = new Int32Array(0);
  #borders = new Int32Array(0);

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  /** Encodes `bytes[from..to)` into `count` tokens, of which number `i` is `bytes[borders[i]..borders[i + 1])`. */
  merge(bytes: Uint8Array, from: number, to: number): { readonly count: number; readonly borders: Int32Array } {
    const length = to - from;
    this.#begin(length);
    for (let place = 0; place < length - 1; place += 1) {
      this.#offer(place, this.#vocabulary.rankOfPair(bytes[from + place] ?? 0, bytes[from + place + 1] ?? 0));
    }
    while (this.#heap.size > 0) {
      const lowest = this.#heap.pop();
      const place = placeIn(lowest);
      // What a join has changed since is in the heap under its new rank, too.
      if (this.#ranks[place] === rankIn(lowest)) this.#join(place, bytes, from, length);
    }
    return { count: this.#readBorders(from, length), borders: this.#borders };
  }

  #begin(length: number): void {
    if (this.#next.length < length + 1) {
      this.#next = new Int32Array(length + 1);
      this.#previous = new Int32Array(length + 1);
      this.#ranks = new Int32Array(length + 1);
      this.#borders = new Int32Array(length + 1);
    }
    for (let place = 0; place <= length; place += 1) {
      this.#next[place] = place + 1;
      this.#previous[place] = place - 1;
      this.#ranks[place] = noRank;
    }
  }

  #join(place: number, bytes: Uint8Array, from: number, length: number): void {
    const joined = this.#next[place] ?? length;
    const after = this.#next[joined] ?? length;
    this.#ranks[joined] = noRank;
    this.#next[place] = after;
    if (after < length) this.#previous[after] = place;
    const afterEnd = after < length ? (this.#next[after] ?? length) : length;
    this.#offer(place, after < length ? this.#vocabulary.rankOf(bytes, from + place, from + afterEnd) : noRank);
    const before = this.#previous[place] ?? -1;
    if (before >= 0) this.#offer(before, this.#vocabulary.rankOf(bytes, from + before, from + after));
  }

  #offer(place: number, rank: number): void {
    this.#ranks[place] = rank;
    if (rank !== noRank) this.#heap.push(rank, place);
  }

  #readBorders(from: number, length: number): number {
    let count = 0;
    for (let place = 0; place < length; place = this.#next[place] ?? length) {
      this.#borders[count] = from + place;
      count += 1;
    }
    this.#borders[count] = from + length;
    return count;
  }
}
