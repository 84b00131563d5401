/** A vector near the one that was looked for. */
export type NearVector = { readonly key: string; readonly similarity: number };

/**
 * At most `maxVectors` vectors of one length, each under a key, the oldest out first. They lie side by side in one
 * array, scaled to length 1, so that the cosine of two is a sum of products.
 */
export class VectorList {
  readonly #maxVectors: number;
  readonly #dimensions: number;
  #values: Float32Array;
  #keys: (string | undefined)[] = [];
  #next = 0;

  constructor(dimensions: number, maxVectors: number) {
    this.#dimensions = dimensions;
    this.#maxVectors = maxVectors;
    this.#values = new Float32Array(dimensions);
  }

  /** Bytes taken now, keys included. */
  get bytes(): number {
    return listBytes + this.#values.byteLength + this.#keys.length * keyBytes;
  }

  /** Adds a vector, or puts it in the place of the one under the same key. One of another length, or of none, is not added. */
  add(key: string, vector: Float32Array): void {
    const unit = unitVector(vector);
    if (unit === undefined || vector.length !== this.#dimensions) {
      return;
    }
    const known = this.#keys.indexOf(key);
    const slot = known === -1 ? this.#next : known;
    this.#makeRoomFor(slot);
    this.#values.set(unit, slot * this.#dimensions);
    this.#keys[slot] = key;
    if (known === -1) {
      this.#next = (slot + 1) % this.#maxVectors;
    }
  }

  delete(key: string): void {
    const slot = this.#keys.indexOf(key);
    if (slot !== -1) {
      this.#keys[slot] = undefined;
    }
  }

  /** Those whose cosine with `vector` is at least `minSimilarity`, nearest first. */
  near(vector: Float32Array, minSimilarity: number): NearVector[] {
    const unit = unitVector(vector);
    if (unit === undefined || vector.length !== this.#dimensions) {
      return [];
    }
    return this.#keys
      .flatMap((key, slot) => (key === undefined ? [] : [{ key, similarity: this.#product(unit, slot) }]))
      .filter(({ similarity }) => similarity >= minSimilarity)
      .toSorted((left, right) => right.similarity - left.similarity);
  }

  #product(unit: Float32Array, slot: number): number {
    const start = slot * this.#dimensions;
    let sum = 0;
    for (let at = 0; at < unit.length; at += 1) {
      sum += (unit[at] ?? 0) * (this.#values[start + at] ?? 0);
    }
    // Rounding can carry the cosine of a vector with itself past 1.
    return Math.min(sum, 1);
  }

  #makeRoomFor(slot: number): void {
    const needed = (slot + 1) * this.#dimensions;
    if (needed > this.#values.length) {
      const larger = new Float32Array(Math.min(2 * this.#values.length, this.#maxVectors * this.#dimensions));
      larger.set(this.#values);
      this.#values = larger;
    }
  }
}

function unitVector(vector: Float32Array): Float32Array | undefined {
  let squares = 0;
  for (const value of vector) {
    squares += value * value;
  }
  const length = Math.sqrt(squares);
  return length > 0 && Number.isFinite(length) ? vector.map((value) => value / length) : undefined;
}

// Measured as heap: what a list takes when empty, and for each key.
const listBytes = 500;
const keyBytes = 120;
