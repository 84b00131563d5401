import { periodAt } from './calendar-period.ts';
import type { Claim, Settlement } from './claim.ts';
import type { Limit } from './limit.ts';
import {
  lateSettlementMs,
  totalKeptMs,
  type Count,
  type LeaseTerms,
  type LimitStore,
  type Verdict,
} from './limit-store.ts';
import { MemoryCounter } from './memory-counter.ts';

/** Counts in this process's memory: exact for one process, and gone with it. `now` gives epoch milliseconds. */
export class MemoryStore implements LimitStore {
  readonly #counters = new Map<string, MemoryCounter>();
  readonly #now: () => number;
  #nextSweepMs = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** How many counters are kept. */
  get size(): number {
    return this.#counters.size;
  }

  // Nothing is awaited between reading a counter and writing it: that is what makes an operation atomic here.
  async admit(terms: LeaseTerms, claims: readonly Claim[]): Promise<Verdict> {
    const nowMs = this.#now();
    this.#sweep(nowMs);
    const counters = claims.map(({ limit }) => this.#counterOf(limit, nowMs));
    const { replaces = [] } = terms;
    const waits = claims.map(({ amount }, at) => counters[at]?.waitMs(amount, nowMs, replaces));
    const isAdmitted =
      terms.purpose === 'charge' || claims.every(({ limit }, at) => limit.mode !== 'hard' || waits[at] === 0);
    const counts = claims.map(({ limit, amount }, at): Count => {
      const counter = counters[at] ?? new MemoryCounter(limit);
      let isFirstWarning = false;
      if (isAdmitted && terms.purpose !== 'look') {
        counter.giveBack(replaces);
        if (terms.leaseMs > 0) counter.take(terms.id, amount, terms.isSent, nowMs + terms.leaseMs);
        else counter.add(amount);
        counter.forgottenAtMs = Math.max(counter.forgottenAtMs, nowMs + keptMs(limit, nowMs) + terms.leaseMs);
        isFirstWarning = limit.warnFrom !== undefined && counter.used >= limit.warnFrom && !counter.isWarned;
        counter.isWarned ||= isFirstWarning;
      }
      const { used, held } = counter;
      return { used, held, resetMs: counter.resetMs(nowMs), waitMs: waits[at], isFirstWarning };
    });
    return { isAdmitted, nowMs, counts };
  }

  async settle(id: string, settlements: readonly Settlement[], rememberedMs = 0): Promise<boolean> {
    const rememberedUntilMs = rememberedMs === 0 ? undefined : this.#now() + rememberedMs;
    const found = settlements.map(
      ({ limit, amount }) => this.#counters.get(limit.key)?.settle(id, amount, rememberedUntilMs) ?? false,
    );
    return found.includes(true);
  }

  async keep(id: string, limits: readonly Limit[], lease: { leaseMs: number; isSent: boolean }): Promise<boolean> {
    const endsMs = this.#now() + lease.leaseMs;
    const found = limits.map((limit) => {
      const counter = this.#counters.get(limit.key);
      if (counter?.keep(id, lease.isSent, endsMs) !== true) return false;
      counter.forgottenAtMs = Math.max(counter.forgottenAtMs, endsMs + lateSettlementMs);
      return true;
    });
    return found.includes(true);
  }

  #counterOf(limit: Limit, nowMs: number): MemoryCounter {
    let counter = this.#counters.get(limit.key);
    if (counter === undefined) {
      counter = new MemoryCounter(limit);
      counter.forgottenAtMs = nowMs + keptMs(limit, nowMs);
      this.#counters.set(limit.key, counter);
    }
    counter.advance(nowMs);
    return counter;
  }

  #sweep(nowMs: number): void {
    if (nowMs < this.#nextSweepMs) return;
    this.#nextSweepMs = nowMs + sweepEveryMs;
    for (const [key, counter] of this.#counters) {
      if (counter.forgottenAtMs <= nowMs) this.#counters.delete(key);
    }
  }
}

const sweepEveryMs = 30_000;

/** How long what is taken now has a meaning, leases apart. */
function keptMs(limit: Limit, nowMs: number): number {
  const { span } = limit;
  if (span.kind === 'sliding') return span.windowMs + span.sliceMs + lateSettlementMs;
  if (span.period === 'total') return totalKeptMs(limit);
  return periodAt(span.period, span.timeZone, nowMs).endMs - nowMs + lateSettlementMs;
}
