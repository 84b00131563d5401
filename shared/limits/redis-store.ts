import type { RedisConnection } from '../redis/redis-connection.ts';
import { RedisUnavailable } from '../redis/redis-unavailable.ts';
import { admitScript } from './admit-script.ts';
import { periodAt } from './calendar-period.ts';
import type { Claim, Settlement } from './claim.ts';
import { keepScript } from './keep-script.ts';
import type { Limit } from './limit.ts';
import {
  heldRetryMs,
  lateSettlementMs,
  totalKeptMs,
  type Count,
  type LeaseTerms,
  type LimitStore,
  type Verdict,
} from './limit-store.ts';
import { settleScript } from './settle-script.ts';

/**
 * Counts in Redis, exactly, for however many processes share it: one script and one round trip for each operation, by
 * Redis's clock. `now` gives epoch milliseconds; it only serves to know in advance which calendar periods to ask about.
 */
export class RedisStore implements LimitStore {
  readonly #redis: RedisConnection;
  readonly #now: () => number;
  /** What Redis's clock is ahead of this process's. */
  #aheadMs = 0;

  constructor(redis: RedisConnection, now: () => number) {
    this.#redis = redis;
    this.#now = now;
  }

  async admit(terms: LeaseTerms, claims: readonly Claim[]): Promise<Verdict> {
    for (let tries = 1; ; tries += 1) {
      const nowMs = this.#now() + this.#aheadMs;
      const answer = await this.#redis.run(admitScript, keysOf(claims), [
        terms.id,
        terms.leaseMs,
        Number(terms.isSent),
        terms.purpose,
        lateSettlementMs,
        heldRetryMs,
        terms.replaces?.join(' ') ?? '',
        ...claims.flatMap((claim) => claimArguments(claim, nowMs)),
      ]);
      const numbers = readNumbers(answer);
      const [outcome, storeMs = nowMs] = numbers;
      // Outside the periods that were asked about the clocks differ by a period; from now on that is known.
      if (outcome !== -1 || tries === 3) return readVerdict(numbers, claims.length);
      this.#aheadMs = storeMs - this.#now();
    }
  }

  async settle(id: string, settlements: readonly Settlement[], rememberedMs = 0): Promise<boolean> {
    if (settlements.length === 0) return false;
    const amounts = settlements.map(({ amount }) => (amount === 'as-claimed' ? -1 : amount));
    return Number(await this.#redis.run(settleScript, keysOf(settlements), [id, rememberedMs, ...amounts])) > 0;
  }

  async keep(id: string, limits: readonly Limit[], lease: { leaseMs: number; isSent: boolean }): Promise<boolean> {
    if (limits.length === 0) return false;
    const keys = limits.map(keyOf);
    const terms = [id, lease.leaseMs, Number(lease.isSent), lateSettlementMs];
    return Number(await this.#redis.run(keepScript, keys, terms)) > 0;
  }
}

// The hash tag puts all counters into one slot of a cluster, where one script can reach them.
function keyOf({ key }: Limit): string {
  return `{limits}:${key}`;
}

function keysOf(entries: readonly { readonly limit: Limit }[]): string[] {
  return entries.map(({ limit }) => keyOf(limit));
}

function claimArguments({ limit, amount }: Claim, nowMs: number): number[] {
  const { most, mode, warnFrom = -1, span } = limit;
  const terms = [most, amount, Number(mode === 'hard'), warnFrom];
  if (span.kind === 'sliding') {
    return [...terms, span.sliceMs, Math.ceil(span.windowMs / span.sliceMs), 0, 0, 0];
  }
  const { startMs, endMs, nextEndMs } = periodAt(span.period, span.timeZone, nowMs);
  return [...terms, 0, startMs, endMs, nextEndMs, span.period === 'total' ? totalKeptMs(limit) : 0];
}

function readNumbers(answer: unknown): number[] {
  return Array.isArray(answer) ? answer.map(Number) : [];
}

function readVerdict([outcome, nowMs = 0, ...numbers]: number[], claims: number): Verdict {
  if ((outcome !== 0 && outcome !== 1) || numbers.length !== claims * 5) {
    throw new RedisUnavailable('refused', 'Redis answered the limits in a form that is not understood.');
  }
  const counts = Array.from({ length: claims }, (_, at): Count => {
    const [used = 0, held = 0, resetMs = 0, waitMs = 0, warning = 0] = numbers.slice(at * 5, at * 5 + 5);
    return {
      used,
      held,
      resetMs: resetMs < 0 ? undefined : resetMs,
      waitMs: waitMs < 0 ? undefined : waitMs,
      isFirstWarning: warning === 1,
    };
  });
  return { isAdmitted: outcome === 1, nowMs, counts };
}
