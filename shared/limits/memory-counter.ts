import { periodAt } from './calendar-period.ts';
import { countedSlice } from './counted-slice.ts';
import type { Limit } from './limit.ts';
import { heldRetryMs, lateSettlementMs } from './limit-store.ts';

/** What one admission holds of a counter. */
type Lease = {
  readonly amount: number;
  readonly slice: number;
  endsMs: number;
  /** `settled` ones are only remembered, for whoever replaces them. */
  state: 'reserved' | 'sent' | 'expired' | 'settled';
  /** What of it counts at present. */
  charged: number;
};

/**
 * One limit's use in this process's memory: slices that add up, and the leases that may still change them. Times are
 * epoch milliseconds; call `advance` before anything is read at a later time.
 */
export class MemoryCounter {
  used = 0;
  /** Of `used`, what leases of a calendar period hold; 0 for a sliding span. */
  held = 0;
  isWarned = false;
  /** When nothing of this is worth keeping. */
  forgottenAtMs = 0;
  readonly #limit: Limit;
  readonly #slices = new Map<number, number>();
  readonly #leases = new Map<string, Lease>();
  #from = -Infinity;
  /** The newest slice in which something was taken. */
  #last = -Infinity;
  /** What is taken now is taken in. */
  #slice = -Infinity;
  /** No lease ends and nothing is to be forgotten before. */
  #dueMs = Infinity;

  constructor(limit: Limit) {
    this.#limit = limit;
  }

  /** Drops the slices that are over and expires the leases that have ended. */
  advance(nowMs: number): void {
    const { slice, from } = countedSlice(this.#limit.span, nowMs);
    this.#slice = Math.max(this.#last, slice);
    if (from > this.#from) {
      this.#from = from;
      for (const [old, amount] of this.#slices) {
        if (old < from) {
          this.used -= amount;
          this.#slices.delete(old);
        }
      }
      if (this.#limit.span.kind === 'calendar') {
        this.held = 0;
        this.isWarned = false;
      }
    }
    if (nowMs >= this.#dueMs) this.#expire(nowMs);
  }

  add(amount: number): void {
    this.#last = this.#slice;
    this.#change(this.#last, amount);
  }

  take(id: string, amount: number, isSent: boolean, endsMs: number): void {
    this.add(amount);
    if (this.#limit.span.kind === 'calendar') this.held += amount;
    const state = isSent ? 'sent' : 'reserved';
    this.#leases.set(id, { amount, slice: this.#last, endsMs, state, charged: amount });
    this.#dueMs = Math.min(this.#dueMs, endsMs);
  }

  settle(id: string, amount: number | 'as-claimed', rememberedUntilMs?: number): boolean {
    const lease = this.#leases.get(id);
    if (lease === undefined || lease.state === 'settled') return false;
    this.#leases.delete(id);
    const charged = amount === 'as-claimed' ? lease.amount : amount;
    this.#change(lease.slice, charged - lease.charged);
    if (lease.state !== 'expired') this.#release(lease);
    if (rememberedUntilMs !== undefined) {
      this.#leases.set(id, { ...lease, charged, state: 'settled', endsMs: rememberedUntilMs });
      this.#dueMs = Math.min(this.#dueMs, rememberedUntilMs);
    }
    return true;
  }

  /** Undoes what these leases hold or were charged. */
  giveBack(ids: readonly string[]): void {
    for (const id of ids) {
      const lease = this.#leases.get(id);
      if (lease === undefined) continue;
      this.#leases.delete(id);
      this.#change(lease.slice, -lease.charged);
      if (isHolding(lease)) this.#release(lease);
    }
  }

  /** A lease that has expired meanwhile is taken again: the call it belongs to is still there. */
  keep(id: string, isSent: boolean, endsMs: number): boolean {
    const lease = this.#leases.get(id);
    if (lease === undefined || lease.state === 'settled') return false;
    if (lease.state === 'expired') {
      this.#change(lease.slice, lease.amount - lease.charged);
      lease.charged = lease.amount;
      if (this.#limit.span.kind === 'calendar' && lease.slice >= this.#from) this.held += lease.amount;
    }
    if (isSent || lease.state === 'expired') lease.state = 'sent';
    lease.endsMs = endsMs;
    this.#dueMs = Math.min(this.#dueMs, endsMs);
    return true;
  }

  /** Milliseconds until all of it is forgotten, at the latest; `undefined` for a total. */
  resetMs(nowMs: number): number | undefined {
    const { span } = this.#limit;
    if (span.kind === 'sliding') return this.used <= 0 ? 0 : this.#dropsAtMs(this.#last) - nowMs;
    return span.period === 'total' ? undefined : periodAt(span.period, span.timeZone, nowMs).endMs - nowMs;
  }

  /**
   * Milliseconds until `amount` may fit in place of what the leases of `replaced` stand at: 0 when it does now, `undefined`
   * when it never will. A full limit fits nothing.
   */
  waitMs(amount: number, nowMs: number, replaced: readonly string[] = []): number | undefined {
    const { most, span } = this.#limit;
    const room = Math.max(1, amount);
    const old = replaced.flatMap((id) => this.#leases.get(id) ?? []).filter(({ slice }) => slice >= this.#from);
    const used = this.used - sumOf(old, ({ charged }) => charged);
    if (used + room <= most) return 0;
    if (room > most) return undefined;
    if (span.kind === 'sliding') return this.#roomAtMs(used + room - most) - nowMs;
    const resetMs = this.resetMs(nowMs);
    const held = this.held - sumOf(old.filter(isHolding), (lease) => lease.amount);
    if (used - held + room > most) return resetMs;
    return Math.min(heldRetryMs, resetMs ?? heldRetryMs);
  }

  #roomAtMs(missing: number): number {
    let freed = 0;
    for (const [slice, amount] of [...this.#slices].toSorted(([left], [right]) => left - right)) {
      freed += amount;
      if (freed >= missing) return this.#dropsAtMs(slice);
    }
    return this.#dropsAtMs(this.#last);
  }

  #dropsAtMs(slice: number): number {
    const { span } = this.#limit;
    if (span.kind === 'calendar') return slice;
    return (slice + 1 + Math.ceil(span.windowMs / span.sliceMs)) * span.sliceMs;
  }

  #change(slice: number, by: number): void {
    if (by === 0 || slice < this.#from) return;
    this.used += by;
    this.#slices.set(slice, (this.#slices.get(slice) ?? 0) + by);
  }

  #release(lease: Lease): void {
    if (lease.slice >= this.#from) this.held = Math.max(0, this.held - lease.amount);
  }

  #expire(nowMs: number): void {
    let dueMs = Infinity;
    for (const [id, lease] of this.#leases) {
      if (isHolding(lease) && lease.endsMs <= nowMs) {
        if (lease.state === 'reserved') {
          this.#change(lease.slice, -lease.charged);
          lease.charged = 0;
        }
        this.#release(lease);
        lease.state = 'expired';
      }
      const atMs = lease.state === 'expired' ? lease.endsMs + lateSettlementMs : lease.endsMs;
      if (atMs <= nowMs) this.#leases.delete(id);
      else dueMs = Math.min(dueMs, atMs);
    }
    this.#dueMs = dueMs;
  }
}

function isHolding({ state }: Lease): boolean {
  return state === 'reserved' || state === 'sent';
}

function sumOf(leases: readonly Lease[], amountOf: (lease: Lease) => number): number {
  return leases.reduce((sum, lease) => sum + amountOf(lease), 0);
}
