import { Breaker, type BreakerChange } from './breaker.ts';
import type { BreakerPolicy } from './breaker-policy.ts';

/** The breakers of one instance, one for each name, all with the same policy. `now` gives epoch milliseconds. */
export class Breakers {
  readonly #policy: BreakerPolicy;
  readonly #now: () => number;
  readonly #breakers = new Map<string, Breaker>();
  readonly #listeners: ((change: BreakerChange) => void)[] = [];
  readonly #tell = (change: BreakerChange): void => this.#listeners.forEach((listener) => listener(change));

  constructor(policy: BreakerPolicy, now: () => number) {
    this.#policy = policy;
    this.#now = now;
  }

  /** The breaker of that name, which is closed at first. */
  of(name: string): Breaker {
    const known = this.#breakers.get(name);
    if (known !== undefined) {
      return known;
    }
    const breaker = new Breaker(name, this.#policy, this.#now, this.#tell);
    this.#breakers.set(name, breaker);
    return breaker;
  }

  /** Calls `listener` at every change of any of them, from now on. */
  onChange(listener: (change: BreakerChange) => void): void {
    this.#listeners.push(listener);
  }
}
