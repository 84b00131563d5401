/**
 * Calls and failures of the last `samplingMs`, in ten buckets: what is counted reaches back nine to ten tenths of that
 * time. Counting takes no allocation. A clock that is set back by more
 * than that begins anew; by less, what is counted counts as the newest.
 */
export class BreakerWindow {
  readonly #bucketMs: number;
  readonly #calls = Array.from({ length: bucketCount }, () => 0);
  readonly #failures = Array.from({ length: bucketCount }, () => 0);
  #newest = 0;
  #callCount = 0;
  #failureCount = 0;

  constructor(samplingMs: number) {
    this.#bucketMs = samplingMs / bucketCount;
  }

  get callCount(): number {
    return this.#callCount;
  }

  get failureCount(): number {
    return this.#failureCount;
  }

  count(isFailure: boolean, nowMs: number): void {
    this.forget(nowMs);
    const at = this.#newest % bucketCount;
    this.#calls[at] = (this.#calls[at] ?? 0) + 1;
    this.#callCount += 1;
    if (isFailure) {
      this.#failures[at] = (this.#failures[at] ?? 0) + 1;
      this.#failureCount += 1;
    }
  }

  /** Drops what has grown too old. */
  forget(nowMs: number): void {
    const bucket = Math.floor(nowMs / this.#bucketMs);
    if (Math.abs(bucket - this.#newest) >= bucketCount) {
      this.clear();
      this.#newest = bucket;
    }
    while (this.#newest < bucket) {
      this.#newest += 1;
      const at = this.#newest % bucketCount;
      this.#callCount -= this.#calls[at] ?? 0;
      this.#failureCount -= this.#failures[at] ?? 0;
      this.#calls[at] = 0;
      this.#failures[at] = 0;
    }
  }

  clear(): void {
    this.#calls.fill(0);
    this.#failures.fill(0);
    this.#callCount = 0;
    this.#failureCount = 0;
  }
}

const bucketCount = 10;
