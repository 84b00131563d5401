/** Which of an attempt's limits ended it. */
export type Expiry = 'first-output' | 'idle' | 'attempt' | 'deadline' | 'caller-gone';

/** How long an attempt may take, in milliseconds; `deadlineMs` is what is left of the call. */
export type AttemptLimits = {
  readonly firstOutputMs?: number | undefined;
  readonly idleMs: number;
  readonly attemptMs: number;
  readonly deadlineMs: number;
};

/**
 * The clocks of one attempt behind one abort signal: time to the first real output, silence between chunks, the attempt
 * as a whole and what is left of the call. `expiry` tells which of them rang, once the signal has aborted.
 *
 * Two timers serve an attempt however many chunks it has: the idle clock is re-armed in place, never made anew.
 */
export class AttemptClock {
  readonly #controller = new AbortController();
  readonly #limits: AttemptLimits;
  readonly #startedMs: number;
  readonly #now: () => number;
  readonly #gone: AbortSignal;
  readonly #leave = (): void => this.#expire('caller-gone');
  #whole: NodeJS.Timeout;
  #idle: NodeJS.Timeout | undefined;
  #isWaiting = false;
  #isCommitted: boolean;
  #expiry: Expiry | undefined;

  constructor(limits: AttemptLimits, gone: AbortSignal, now: () => number) {
    this.#limits = limits;
    this.#now = now;
    this.#startedMs = now();
    this.#gone = gone;
    this.#isCommitted = limits.firstOutputMs === undefined;
    this.#whole = this.#armWhole(limits.firstOutputMs);
    if (gone.aborted) {
      this.#leave();
    } else {
      gone.addEventListener('abort', this.#leave, { once: true });
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Milliseconds since the attempt began. */
  get elapsedMs(): number {
    return this.#now() - this.#startedMs;
  }

  get expiry(): Expiry | undefined {
    return this.#expiry;
  }

  /** The first real output is here: from now on only the idle, attempt and deadline clocks run. */
  committed(): void {
    this.#isCommitted = true;
    clearTimeout(this.#whole);
    this.#whole = this.#armWhole(undefined);
  }

  /**
   * The reader waits for the next chunk: the idle clock runs until `received`. A slow caller does not run it. Before the
   * first output only that output's own clock runs: a model that thinks is silent for longer than one that writes.
   */
  waiting(): void {
    if (!this.#isCommitted) {
      return;
    }
    this.#isWaiting = true;
    if (this.#idle === undefined) {
      this.#idle = setTimeout(() => {
        if (this.#isWaiting) {
          this.#expire('idle');
        }
      }, this.#limits.idleMs);
    } else {
      this.#idle.refresh();
    }
  }

  received(): void {
    this.#isWaiting = false;
  }

  /** Ends the attempt from outside, for example when its answer is no longer wanted. */
  cancel(): void {
    this.stop();
    this.#controller.abort();
  }

  /** Stops every clock. The signal stays as it is. */
  stop(): void {
    clearTimeout(this.#whole);
    clearTimeout(this.#idle);
    this.#gone.removeEventListener('abort', this.#leave);
  }

  #armWhole(firstOutputMs: number | undefined): NodeJS.Timeout {
    const clocks: readonly (readonly [Expiry, number])[] = [
      ['deadline', this.#limits.deadlineMs],
      ['attempt', this.#limits.attemptMs],
      ['first-output', firstOutputMs ?? Number.POSITIVE_INFINITY],
    ];
    const [expiry, limitMs] = clocks.reduce((first, clock) => (clock[1] < first[1] ? clock : first));
    return setTimeout(() => this.#expire(expiry), Math.max(0, limitMs - this.elapsedMs));
  }

  #expire(expiry: Expiry): void {
    this.#expiry ??= expiry;
    this.cancel();
  }
}
