/** How a call ended, as far as its deployment is concerned. `released` says nothing of it, for or against. */
export type BreakerOutcome = 'succeeded' | 'failed' | 'released';

/**
 * Leave for one call, from `Breaker.admit`. Whoever takes it says once how the call ended; what is said later is not
 * heard, so that `released` may stand in a `finally`.
 */
export class BreakerPermit {
  /** The state in which it was given, by number: an outcome counts in that one only. */
  readonly generation: number;
  #settle: ((permit: BreakerPermit, outcome: BreakerOutcome) => void) | undefined;

  constructor(generation: number, settle: (permit: BreakerPermit, outcome: BreakerOutcome) => void) {
    this.generation = generation;
    this.#settle = settle;
  }

  /** The deployment did what it was asked: a stream came to its end, not only to its beginning. */
  succeeded(): void {
    this.#end('succeeded');
  }

  /** The deployment is to blame: it was unreachable, broken or silent. */
  failed(): void {
    this.#end('failed');
  }

  /** Only the request, the load or the caller is to blame, or the call was never made. */
  released(): void {
    this.#end('released');
  }

  #end(outcome: BreakerOutcome): void {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(this, outcome);
  }
}
