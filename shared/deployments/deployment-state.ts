import type { FailureKind } from '../upstream/failure-table.ts';
import { DeploymentQuota } from './deployment-quota.ts';
import { LatencyAverage } from './latency-average.ts';

/** What one instance knows of one deployment from the calls it made. Times are epoch milliseconds. */
export type DeploymentSnapshot = {
  readonly status: 'unused' | 'ok' | 'throttled' | 'failing' | 'avoided';
  readonly requestCount: number;
  readonly errorCount: number;
  /** Errors per attempt, 0 to 1; 0 when nothing was attempted. */
  readonly errorRate: number;
  readonly lastError?: { readonly kind: FailureKind; readonly status?: number | undefined; readonly atMs: number };
  /** Moving average to the first real output (streams) or the whole answer (plain calls). */
  readonly latencyMs?: number;
};

/** Parameters that an upstream's refusal taught: not what the catalogue said. Forgotten after a while. */
export type LearnedParameters = {
  readonly tokenParameter?: 'max_tokens' | 'max_completion_tokens' | undefined;
  readonly streamOptions?: false | undefined;
};

/** The memory of one deployment: when it may be called again, what it refuses, how it has been doing. */
export class DeploymentState {
  /** It asked to be left alone until then. */
  throttledUntilMs = 0;
  /** It is missing, or refuses Sluice's credential: last choice until then. */
  avoidedUntilMs = 0;
  /** Its own headers say that its quota is used up until then: a later choice, not a forbidden one. */
  exhaustedUntilMs = 0;
  readonly latency = new LatencyAverage();
  readonly quota = new DeploymentQuota();
  #learned: LearnedParameters = {};
  #learnedUntilMs = 0;
  #requestCount = 0;
  #errorCount = 0;
  #failuresInARow = 0;
  #lastError: DeploymentSnapshot['lastError'];

  /** An attempt succeeded. Without `nowMs` the latency counts as measured when the one before was. */
  succeeded(latencyMs: number, nowMs?: number): void {
    this.#requestCount += 1;
    this.#failuresInARow = 0;
    this.avoidedUntilMs = 0;
    this.latency.measure(latencyMs, nowMs);
  }

  /** An attempt failed. `countsAsError` is false where only the request or the caller is to blame. */
  failed(kind: FailureKind, status: number | undefined, countsAsError: boolean, nowMs: number): void {
    this.#requestCount += 1;
    if (countsAsError) {
      this.#errorCount += 1;
      this.#failuresInARow += 1;
      this.#lastError = { kind, status, atMs: nowMs };
    }
  }

  /** When the last attempt failed; `undefined` after one that did not. */
  get lastFailedMs(): number | undefined {
    return this.#failuresInARow > 0 ? this.#lastError?.atMs : undefined;
  }

  learned(nowMs: number): LearnedParameters {
    return nowMs < this.#learnedUntilMs ? this.#learned : {};
  }

  learn(parameters: LearnedParameters, nowMs: number): void {
    this.#learned = { ...this.learned(nowMs), ...parameters };
    this.#learnedUntilMs = nowMs + learnedForMs;
  }

  snapshot(nowMs: number): DeploymentSnapshot {
    const latencyMs = this.latency.averageMs;
    return {
      status: this.#status(nowMs),
      requestCount: this.#requestCount,
      errorCount: this.#errorCount,
      errorRate: this.#requestCount === 0 ? 0 : this.#errorCount / this.#requestCount,
      ...(this.#lastError === undefined ? {} : { lastError: this.#lastError }),
      ...(latencyMs === undefined ? {} : { latencyMs: Math.round(latencyMs) }),
    };
  }

  #status(nowMs: number): DeploymentSnapshot['status'] {
    if (this.avoidedUntilMs > nowMs) {
      return 'avoided';
    }
    if (this.throttledUntilMs > nowMs) {
      return 'throttled';
    }
    if (this.#requestCount === 0) {
      return 'unused';
    }
    return this.#failuresInARow > 0 ? 'failing' : 'ok';
  }
}

/** Deployments change under a running process; an hour later the catalogue's word is tried again. */
const learnedForMs = 3_600_000;
