import { RedisUnavailable } from '../redis/redis-unavailable.ts';
import type { Reservation } from './admission.ts';
import type { Claim, Settlement } from './claim.ts';
import { Debts } from './debts.ts';
import type { LeaseTerms, LimitStore, Verdict } from './limit-store.ts';
import { LocalShare } from './local-share.ts';

/**
 * What happens to calls while the store is down: all pass (`open`), none does (`closed`), or as many as this instance's
 * share of every limit allows (`local-share`).
 */
export type StoreDownPolicy = 'open' | 'closed' | 'local-share';

/** A verdict on claims and who holds what was taken; or, where the store is down and nobody counts, what is done then. */
export type GuardedVerdict =
  | { readonly verdict: Verdict; readonly claims: readonly Claim[]; readonly heldBy: 'store' | 'local-share' }
  | { readonly verdict: undefined; readonly isOpen: boolean };

/** What a guarded store needs: the policy, the share of it is one, and the clock in epoch milliseconds. */
export type GuardedStoreOptions = {
  readonly store: LimitStore;
  readonly whenStoreIsDown: StoreDownPolicy;
  /** Above 0 and at most 1. */
  readonly localShare: number;
  readonly now: () => number;
};

/** A store that may be down. No operation rejects for that; what could not be told is told when the store is back. */
export class GuardedStore {
  readonly #options: GuardedStoreOptions;
  readonly #share: LocalShare;
  readonly #debts: Debts;
  /** Calls let in without the store that have not been settled. */
  readonly #uncounted = new Set<string>();
  #downSinceMs: number | undefined;
  #avoidedUntilMs = 0;

  constructor(options: GuardedStoreOptions) {
    this.#options = options;
    this.#share = new LocalShare(options.localShare, options.now);
    this.#debts = new Debts(options.now);
  }

  /** Since when the store has not answered, epoch milliseconds. */
  get downSinceMs(): number | undefined {
    return this.#downSinceMs;
  }

  /** Settlements and charges the store is still to be told. */
  get untold(): number {
    return this.#debts.size;
  }

  async admit(terms: LeaseTerms, claims: readonly Claim[]): Promise<GuardedVerdict> {
    const { store, whenStoreIsDown } = this.#options;
    // Told again under its own id, an admission replaces the one that may have been made when there was no answer.
    const isOwing = this.#debts.forgive(terms.id);
    const told = await this.#ask(() => store.admit(terms, claims));
    if (told.isTold) {
      if (whenStoreIsDown === 'local-share') this.#share.remember(told.answer, claims);
      return { verdict: told.answer, claims, heldBy: 'store' };
    }
    const isHeld = terms.purpose === 'take' && terms.leaseMs > 0;
    if (isOwing || (isHeld && told.mayHaveActed)) {
      this.#debts.addSettlement(
        terms.id,
        claims.map(({ limit }) => ({ limit, amount: 0 })),
      );
    }
    if (whenStoreIsDown === 'closed') return { verdict: undefined, isOpen: false };
    if (isHeld) this.#noteUncounted(terms.id);
    if (whenStoreIsDown === 'open') return { verdict: undefined, isOpen: true };
    return { ...(await this.#share.admit(terms, claims)), heldBy: 'local-share' };
  }

  async settle(
    { id, claims, heldBy, rememberedMs }: Reservation,
    settlements: readonly Settlement[],
  ): Promise<boolean> {
    if (heldBy === 'store') {
      if (this.#debts.has(id)) return false;
      const told = await this.#ask(() => this.#options.store.settle(id, settlements, rememberedMs));
      if (!told.isTold) this.#debts.addSettlement(id, settlements);
      return told.isTold ? told.answer : true;
    }
    if (!this.#uncounted.delete(id)) return false;
    await this.#share.settle(id, settlements);
    settlements.forEach(({ limit, amount }, at) =>
      this.#debts.addUse(limit, amount === 'as-claimed' ? (claims[at]?.amount ?? 0) : amount),
    );
    this.#payDebts();
    return true;
  }

  async keep({ id, claims, heldBy }: Reservation, lease: { leaseMs: number; isSent: boolean }): Promise<boolean> {
    const limits = claims.map(({ limit }) => limit);
    if (heldBy !== 'store') return this.#share.keep(id, limits, lease);
    const told = await this.#ask(() => this.#options.store.keep(id, limits, lease));
    return told.isTold && told.answer;
  }

  /** Tells the store now what it is still to be told. */
  async flush(): Promise<void> {
    await this.#ask(() => this.#debts.pay(this.#options.store));
  }

  async #ask<Answer>(question: () => Promise<Answer>): Promise<Told<Answer>> {
    const { now } = this.#options;
    if (now() < this.#avoidedUntilMs) return { isTold: false, mayHaveActed: false };
    try {
      const answer = await question();
      this.#downSinceMs = undefined;
      this.#payDebts();
      return { isTold: true, answer };
    } catch (error) {
      if (!(error instanceof RedisUnavailable)) throw error;
      this.#downSinceMs ??= now();
      // One call in a while waits for a store that hangs, not every one.
      if (error.fault === 'timed-out') this.#avoidedUntilMs = now() + avoidMs;
      return { isTold: false, mayHaveActed: error.fault === 'timed-out' || error.fault === 'connection-lost' };
    }
  }

  #noteUncounted(id: string): void {
    this.#uncounted.add(id);
    const [oldest] = this.#uncounted;
    if (oldest !== undefined && this.#uncounted.size > mostUncounted) this.#uncounted.delete(oldest);
  }

  #payDebts(): void {
    if (this.#debts.size > 0 && this.#downSinceMs === undefined) {
      this.#debts.pay(this.#options.store).catch(() => (this.#downSinceMs ??= this.#options.now()));
    }
  }
}

/** The store's answer; or none, though it may have done what it was asked. */
type Told<Answer> =
  | { readonly isTold: true; readonly answer: Answer }
  | { readonly isTold: false; readonly mayHaveActed: boolean };

const avoidMs = 1_000;
const mostUncounted = 10_000;
