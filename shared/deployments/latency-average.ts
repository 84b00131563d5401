/**
 * A moving average of a deployment's latency that ages in two ways: the older the last measurement, the more the next one
 * counts, and the less is expected until then. A deployment that was ten times slower than the others is tried again after
 * about 100 idle seconds, not never.
 */
export class LatencyAverage {
  #averageMs: number | undefined;
  #measuredAtMs: number | undefined;

  /** What was measured, however long ago; `undefined` before the first time. */
  get averageMs(): number | undefined {
    return this.#averageMs;
  }

  measure(latencyMs: number, nowMs: number | undefined): void {
    const trust = 0.8 * this.#trustAt(nowMs);
    this.#averageMs = this.#averageMs === undefined ? latencyMs : this.#averageMs * trust + latencyMs * (1 - trust);
    this.#measuredAtMs = nowMs ?? this.#measuredAtMs;
  }

  /** What the next call may expect, in milliseconds: an old measurement sinks. `undefined` before the first one. */
  expectedMs(nowMs: number): number | undefined {
    return this.#averageMs === undefined ? undefined : this.#averageMs * this.#trustAt(nowMs);
  }

  #trustAt(nowMs: number | undefined): number {
    const ageMs = nowMs === undefined || this.#measuredAtMs === undefined ? 0 : nowMs - this.#measuredAtMs;
    return 2 ** (-Math.max(0, ageMs) / halfLifeMs);
  }
}

const halfLifeMs = 30_000;
