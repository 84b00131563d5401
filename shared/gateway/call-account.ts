import type { ActualUse } from '../limits/claim.ts';

/** What an account closes: what its call reserved. */
export type AccountEnds = {
  /** Charges what was used. */
  settle(use: ActualUse): void;
  /** Gives back everything. */
  release(): void;
  /** The prompt alone: what a call is charged at least whose caller left it while an attempt was under way. */
  readonly prompt: ActualUse;
  /** The whole estimate, for an answer that does not say what it took. */
  readonly estimate: ActualUse;
};

/**
 * What one call has reserved, closed exactly once. A call that was given up while its work goes on for others who wait
 * for the same answer stays open until that work is done.
 */
export class CallAccount {
  readonly #ends: AccountEnds;
  #isClosed = false;
  #isGivenUp = false;
  #underWay = 0;
  #attempts = 0;

  constructor(ends: AccountEnds) {
    this.#ends = ends;
  }

  /** What the prompt alone was estimated at. */
  get prompt(): ActualUse {
    return this.#ends.prompt;
  }

  /** Notes that an attempt goes up: from here on the call may cost something. */
  noteAttempt(): void {
    this.#attempts += 1;
  }

  /** Charges what the call used; without a use, its estimate. */
  settle(use: ActualUse | undefined): void {
    this.#close(() => this.#ends.settle(use ?? this.#ends.estimate));
  }

  /** The call has failed. Its caller is charged only for having left an attempt that was under way. */
  giveUp(hasCallerGone: boolean): void {
    this.#isGivenUp = true;
    if (this.#underWay > 0) {
      return;
    }
    this.#close(() =>
      hasCallerGone && this.#attempts > 0 ? this.#ends.settle(this.#ends.prompt) : this.#ends.release(),
    );
  }

  /** Does work that outlives its caller, and settles itself unless it fails. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#underWay += 1;
    try {
      return await work();
    } catch (error) {
      this.#underWay -= 1;
      if (this.#isGivenUp) {
        this.giveUp(true);
      }
      throw error;
    }
  }

  #close(end: () => void): void {
    if (!this.#isClosed) {
      this.#isClosed = true;
      end();
    }
  }
}
