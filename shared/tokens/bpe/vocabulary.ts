/** Stands for "these bytes are no token": above every rank. */
export const noRank = 0x7fff_ffff;

/** The longest token of the published encodings, in bytes. */
export const longestTokenBytes = 128;

/**
 * An encoding's tokens: from bytes to rank (which is the token's number) and back.
 *
 * Ranks stand in one open-addressed table over the tokens' own bytes. A `Map` keyed by strings needs an allocated
 * string per question, and counting asks one or more questions per byte.
 */
export class Vocabulary {
  readonly size: number;
  readonly #bytes: Uint8Array;
  readonly #offsets: Uint32Array;
  readonly #slots: Int32Array;
  readonly #pairRanks = new Int32Array(0x1_0000).fill(noRank);

  /** Of `size` tokens; they are all there once `fill` has run to its end. */
  constructor(size: number, tokenBytes: number) {
    this.size = size;
    this.#bytes = new Uint8Array(tokenBytes);
    this.#offsets = new Uint32Array(size + 1);
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(size * 2))).fill(noRank);
  }

  /** Takes in all tokens: first the length of each as one byte, in order of rank, then all their bytes. */
  *fill(packed: Uint8Array): Generator<undefined, void> {
    this.#bytes.set(packed.subarray(this.size));
    let from = 0;
    for (let rank = 0; rank < this.size; rank += 1) {
      const to = from + (packed[rank] ?? 0);
      this.#offsets[rank + 1] = to;
      this.#add(rank, from, to);
      from = to;
      if (rank % tokensPerStep === 0) yield;
    }
  }

  /** The rank of `bytes[from..to)`, or `noRank`. */
  rankOf(bytes: Uint8Array, from: number, to: number): number {
    if (to - from === 2) return this.rankOfPair(bytes[from] ?? 0, bytes[from + 1] ?? 0);
    if (to - from > longestTokenBytes) return noRank;
    const mask = this.#slots.length - 1;
    for (let slot = hash(bytes, from, to) & mask; ; slot = (slot + 1) & mask) {
      const rank = this.#slots[slot] ?? noRank;
      if (rank === noRank || this.#isToken(rank, bytes, from, to)) return rank;
    }
  }

  /** The rank of two bytes, or `noRank`. */
  rankOfPair(first: number, second: number): number {
    return this.#pairRanks[first * 256 + second] ?? noRank;
  }

  /** The bytes of a token; none for a number that is no token. */
  bytesOf(rank: number): Uint8Array {
    return this.#bytes.subarray(this.#offsets[rank] ?? 0, this.#offsets[rank + 1] ?? 0);
  }

  #add(rank: number, from: number, to: number): void {
    if (to - from === 2) {
      this.#pairRanks[(this.#bytes[from] ?? 0) * 256 + (this.#bytes[from + 1] ?? 0)] = rank;
      return;
    }
    const mask = this.#slots.length - 1;
    let slot = hash(this.#bytes, from, to) & mask;
    while (this.#slots[slot] !== noRank) slot = (slot + 1) & mask;
    this.#slots[slot] = rank;
  }

  #isToken(rank: number, bytes: Uint8Array, from: number, to: number): boolean {
    let at = this.#offsets[rank] ?? 0;
    if ((this.#offsets[rank + 1] ?? 0) - at !== to - from) return false;
    for (let index = from; index < to; index += 1, at += 1) {
      if (bytes[index] !== this.#bytes[at]) return false;
    }
    return true;
  }
}

const tokensPerStep = 4096;

function hash(bytes: Uint8Array, from: number, to: number): number {
  let mixed = to - from;
  for (let index = from; index < to; index += 1) {
    mixed = Math.imul(mixed ^ (bytes[index] ?? 0), 0x9e37_79b1);
    mixed ^= mixed >>> 15;
  }
  return mixed;
}
