import type { Reservation } from './admission.ts';

/** What a lease keeper needs. `now` gives epoch milliseconds. */
export type LeaseKeeperOptions = {
  readonly renew: (reservation: Reservation) => Promise<boolean>;
  readonly leaseMs: number;
  /** Nothing is kept longer than this: a call that nobody settled is not kept for ever by the one who forgot it. */
  readonly longestMs: number;
  readonly now: () => number;
};

/**
 * Renews the leases of calls that last, so that leases can be short: what a process held that has died comes back soon.
 * A call shorter than half a lease costs nothing.
 */
export class LeaseKeeper {
  readonly #options: LeaseKeeperOptions;
  readonly #kept = new Map<Reservation, { readonly untilMs: number; leaseEndsMs: number }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LeaseKeeperOptions) {
    this.#options = options;
  }

  /** How many leases are kept. */
  get size(): number {
    return this.#kept.size;
  }

  /**
   * Keeps a lease until the function it answers is called, `longestMs` at the most. The timer behind it does not keep the
   * process alive.
   */
  keep(reservation: Reservation, longestMs = this.#options.longestMs): () => void {
    const { now, leaseMs } = this.#options;
    this.#kept.set(reservation, { untilMs: now() + longestMs, leaseEndsMs: reservation.leaseEndsMs });
    this.#timer ??= setInterval(() => this.renewDue(), leaseMs / 4).unref();
    return () => {
      this.#kept.delete(reservation);
      this.#stopIfIdle();
    };
  }

  /** Renews what is past half of its lease. */
  renewDue(): void {
    const { now, leaseMs, renew } = this.#options;
    const nowMs = now();
    for (const [reservation, kept] of this.#kept) {
      if (nowMs >= kept.untilMs) {
        this.#kept.delete(reservation);
      } else if (kept.leaseEndsMs - nowMs <= leaseMs / 2) {
        kept.leaseEndsMs = nowMs + leaseMs;
        void renew(reservation);
      }
    }
    this.#stopIfIdle();
  }

  #stopIfIdle(): void {
    if (this.#kept.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
