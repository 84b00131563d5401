import { countedSlice } from './counted-slice.ts';
import type { Settlement } from './claim.ts';
import type { Limit } from './limit.ts';
import type { LimitStore } from './limit-store.ts';

/**
 * What the store is still to be told: settlements it could not be reached for, and what calls used that were let through
 * without it. Rates are left out of the latter: by the time they could be told they are forgotten anyway.
 */
export class Debts {
  readonly #now: () => number;
  #unsettled = new Map<string, readonly Settlement[]>();
  #owed = new Map<string, { limit: Limit; slice: number; amount: number }>();
  #isPaying = false;

  /** `now` gives epoch milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** How many entries the store is to be told. */
  get size(): number {
    return this.#unsettled.size + this.#owed.size;
  }

  /** Whether this is settled, but the store does not know. */
  has(id: string): boolean {
    return this.#unsettled.has(id);
  }

  /** Forgets the settlement of a lease; whether there was one. */
  forgive(id: string): boolean {
    return this.#unsettled.delete(id);
  }

  /** Beyond ten thousand the oldest are given up: their leases expire, and charge what was sent. */
  addSettlement(id: string, settlements: readonly Settlement[]): void {
    this.#unsettled.set(id, settlements);
    const [oldest] = this.#unsettled.keys();
    if (oldest !== undefined && this.#unsettled.size > mostUnsettled) this.#unsettled.delete(oldest);
  }

  addUse(limit: Limit, amount: number): void {
    if (limit.span.kind !== 'calendar' || amount === 0) return;
    const { slice } = countedSlice(limit.span, this.#now());
    const known = this.#owed.get(limit.key);
    this.#owed.set(limit.key, { limit, slice, amount: amount + (known?.slice === slice ? known.amount : 0) });
  }

  /** Tells the store; what it cannot be told stays. Rejects as the store does. */
  async pay(store: LimitStore): Promise<void> {
    if (this.#isPaying) return;
    this.#isPaying = true;
    try {
      for (const [id, settlements] of this.#unsettled) {
        await store.settle(id, settlements);
        this.#unsettled.delete(id);
      }
      for (const [key, { limit, slice, amount }] of this.#owed) {
        this.#owed.delete(key);
        // The budget of a period that is over refuses nobody any more.
        if (countedSlice(limit.span, this.#now()).slice === slice) await this.#charge(store, limit, amount);
      }
    } finally {
      this.#isPaying = false;
    }
  }

  async #charge(store: LimitStore, limit: Limit, amount: number): Promise<void> {
    try {
      await store.admit({ id: '', leaseMs: 0, isSent: true, purpose: 'charge' }, [{ limit, amount }]);
    } catch (error) {
      this.addUse(limit, amount);
      throw error;
    }
  }
}

const mostUnsettled = 10_000;
