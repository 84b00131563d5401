/**
 * A binary heap of (rank, place) pairs, lowest rank first and leftmost among equals. Both are kept in one number:
 * a rank needs 18 bits, a place 32, a double holds 53.
 */
export class RankHeap {
  size = 0;
  #keys = new Float64Array(1024);

  push(rank: number, place: number): void {
    if (this.size === this.#keys.length) this.#grow();
    const keys = this.#keys;
    const key = rank * placeLimit + place;
    let at = this.size;
    this.size += 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = keys[parent] ?? 0;
      if (above <= key) break;
      keys[at] = above;
      at = parent;
    }
    keys[at] = key;
  }

  /** Takes the lowest pair out, as one number for `rankIn` and `placeIn`. */
  pop(): number {
    const keys = this.#keys;
    const lowest = keys[0] ?? 0;
    this.size -= 1;
    const last = keys[this.size] ?? 0;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && (keys[child + 1] ?? 0) < (keys[child] ?? 0)) child += 1;
      const below = keys[child] ?? 0;
      if (below >= last) break;
      keys[at] = below;
      at = child;
    }
    keys[at] = last;
    return lowest;
  }

  #grow(): void {
    const larger = new Float64Array(this.#keys.length * 2);
    larger.set(this.#keys);
    this.#keys = larger;
  }
}

/** The rank in a popped pair. */
export function rankIn(pair: number): number {
  return Math.floor(pair / placeLimit);
}

/** The place in a popped pair. */
export function placeIn(pair: number): number {
  return pair % placeLimit;
}

const placeLimit = 2 ** 32;
