import { countedSlice } from './counted-slice.ts';
import type { Claim } from './claim.ts';
import type { LeaseTerms, Verdict } from './limit-store.ts';
import { MemoryStore } from './memory-store.ts';

/**
 * What one instance may let through while the store is down: a share of every limit, of a budget the share of what was
 * left of it when the store was last heard. So instances never let more through together than their shares add up to.
 */
export class LocalShare {
  readonly #share: number;
  readonly #now: () => number;
  readonly #lastUsed = new Map<string, { slice: number; used: number }>();
  #store: MemoryStore;

  /** `share` is above 0 and at most 1; `now` gives epoch milliseconds. */
  constructor(share: number, now: () => number) {
    this.#share = share;
    this.#now = now;
    this.#store = new MemoryStore(now);
  }

  /** Remembers how budgets stand, and begins the next outage with nothing used. */
  remember(verdict: Verdict, claims: readonly Claim[]): void {
    if (this.#store.size > 0) this.#store = new MemoryStore(this.#now);
    claims.forEach(({ limit }, at) => {
      const used = verdict.counts[at]?.used;
      if (limit.span.kind !== 'calendar' || used === undefined) return;
      this.#lastUsed.delete(limit.key);
      this.#lastUsed.set(limit.key, { slice: countedSlice(limit.span, verdict.nowMs).slice, used });
      const [oldest] = this.#lastUsed.keys();
      if (oldest !== undefined && this.#lastUsed.size > mostRemembered) this.#lastUsed.delete(oldest);
    });
  }

  /** The verdict, and the claims on this instance's share that it is about. */
  async admit(terms: LeaseTerms, claims: readonly Claim[]): Promise<{ verdict: Verdict; claims: readonly Claim[] }> {
    const scaled = claims.map((claim) => this.#scaled(claim));
    return { verdict: await this.#store.admit(terms, scaled), claims: scaled };
  }

  settle(...settling: Parameters<MemoryStore['settle']>): Promise<boolean> {
    return this.#store.settle(...settling);
  }

  keep(...keeping: Parameters<MemoryStore['keep']>): Promise<boolean> {
    return this.#store.keep(...keeping);
  }

  #scaled(claim: Claim): Claim {
    const { limit } = claim;
    const last = this.#lastUsed.get(limit.key);
    const isCurrent = last !== undefined && last.slice === countedSlice(limit.span, this.#now()).slice;
    const left = Math.max(0, limit.most - (isCurrent ? last.used : 0));
    return { ...claim, limit: { ...limit, most: Math.floor(left * this.#share) } };
  }
}

const mostRemembered = 10_000;
