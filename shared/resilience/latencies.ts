/** The latest latencies of one kind of answer of one route, of which percentiles are asked. */
export class LatencyWindow {
  readonly #latest: number[] = [];
  #next = 0;

  /** Adds one latency, in milliseconds. */
  add(latencyMs: number): void {
    this.#latest[this.#next] = latencyMs;
    this.#next = (this.#next + 1) % windowSize;
  }

  /** The percentile (0 to 100) of the latest, in milliseconds; `undefined` while fewer than twenty are known. */
  percentile(percent: number): number | undefined {
    if (this.#latest.length < fewest) {
      return undefined;
    }
    const sorted = this.#latest.toSorted((left, right) => left - right);
    return sorted[Math.min(sorted.length - 1, Math.floor((percent / 100) * sorted.length))];
  }
}

/** The latency windows of all routes, by alias: of streams until their first output, and of whole answers. */
export class Latencies {
  readonly #windows = new Map<string, LatencyWindow>();

  of(alias: string, streams: boolean): LatencyWindow {
    const name = `${streams ? 'stream' : 'whole'} ${alias}`;
    const known = this.#windows.get(name);
    if (known !== undefined) {
      return known;
    }
    const window = new LatencyWindow();
    this.#windows.set(name, window);
    return window;
  }
}

const windowSize = 128;
const fewest = 20;
