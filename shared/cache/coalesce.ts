import { goneError } from './gone-error.ts';

/** The result of work that identical calls share. It is one object for all of them, and not to be changed. */
export type SharedResult<Result> = {
  readonly result: Result;
  /** Whether this call did the work, or only joined it. */
  readonly isFirst: boolean;
};

/**
 * Lets identical calls that are under way at the same time share one piece of work. Nothing outlives it: neither its
 * result nor its failure is kept.
 *
 * Each call waits under its own signal. One that goes leaves the others waiting; when all have gone the work is
 * aborted. A failure goes to all, except one that is the first call's own, by `isFirstsOwn`: its deadline, say, which
 * for a call that joined later is not over. Then one of those who joined does the work anew.
 */
export class Coalescer<Result> {
  readonly #flights = new Map<string, Flight<Result>>();
  readonly #isFirstsOwn: (error: unknown) => boolean;

  constructor(isFirstsOwn: (error: unknown) => boolean = () => false) {
    this.#isFirstsOwn = isFirstsOwn;
  }

  /** How many pieces of work are under way. */
  get underWay(): number {
    return this.#flights.size;
  }

  /** Runs `work`, or joins that of the same key. Throws its failure, or why the signal aborted. */
  async run(
    key: string,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<SharedResult<Result>> {
    for (;;) {
      if (signal.aborted) {
        throw goneError(signal);
      }
      const joined = this.#flights.get(key);
      const flight = joined ?? this.#start(key, work);
      try {
        return { result: await flight.wait(signal), isFirst: joined === undefined };
      } catch (error) {
        if (joined === undefined || signal.aborted || !this.#isFirstsOwn(error)) {
          throw error;
        }
      }
    }
  }

  #start(key: string, work: (signal: AbortSignal) => Promise<Result>): Flight<Result> {
    const flight: Flight<Result> = new Flight(work, () => {
      if (this.#flights.get(key) === flight) {
        this.#flights.delete(key);
      }
    });
    this.#flights.set(key, flight);
    return flight;
  }
}

class Flight<Result> {
  readonly #controller = new AbortController();
  readonly #result: Promise<Result>;
  readonly #onEnd: () => void;
  #waiting = 0;

  constructor(work: (signal: AbortSignal) => Promise<Result>, onEnd: () => void) {
    this.#onEnd = onEnd;
    this.#result = this.#work(work);
  }

  wait(signal: AbortSignal): Promise<Result> {
    this.#waiting += 1;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting -= 1;
        reject(goneError(signal));
        if (this.#waiting === 0) {
          // First out of reach, then aborted: a call that comes now must not join what has been given up.
          this.#onEnd();
          this.#controller.abort(signal.reason);
        }
      };
      signal.addEventListener('abort', leave, { once: true });
      void this.#result.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  }

  async #work(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    // The flight must be known before the work can end.
    await Promise.resolve();
    try {
      this.#controller.signal.throwIfAborted();
      return await work(this.#controller.signal);
    } finally {
      this.#onEnd();
    }
  }
}
