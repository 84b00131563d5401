import type { Config, Deployment } from '../config/config.ts';
import { LeaseKeeper } from '../limits/lease-keeper.ts';
import { createLimitBook, type LimitBook } from '../limits/limit-book.ts';
import { Limiter } from '../limits/limiter.ts';
import type { LimitStore } from '../limits/limit-store.ts';
import { MemoryStore } from '../limits/memory-store.ts';
import { RecountingStore } from '../limits/recounting-store.ts';
import { RedisStore } from '../limits/redis-store.ts';
import type { RedisConnection } from '../redis/redis-connection.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Ledger } from '../usage/ledger.ts';
import type { UsageStore } from '../usage/usage-store.ts';
import { recountBudget } from './recount-budget.ts';

/** What calls are limited by: which limits there are, and who counts them. */
export type Limits = {
  readonly book: LimitBook;
  readonly limiter: Limiter;
  /** Holds what calls that last have reserved. */
  readonly leases: LeaseKeeper;
};

/** What limits need from outside. */
export type LimitsOptions = {
  readonly redis: RedisConnection | undefined;
  /** Where calls are written down; absent, nowhere. */
  readonly usage: { readonly ledger: Ledger; readonly store: UsageStore } | undefined;
  readonly log: Logger;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** [0, 1). */
  readonly random: () => number;
};

/** The limits of a configuration, counted in Redis where there is one and otherwise by this instance alone. */
export function createLimits(config: Config, options: LimitsOptions): Limits {
  const { whenStoreIsDown, localShare, leaseMs, maxWaiting } = config.limits;
  const { redis, now, random } = options;
  const store = redis === undefined ? storeOfInstance(config, options) : new RedisStore(redis, now);
  const limiter = new Limiter({ store, whenStoreIsDown, localShare, leaseMs, maxWaiting, now, random });
  return {
    book: createLimitBook({
      callers: config.callers,
      teams: config.teams,
      deployments: config.deployments.map((deployment) => paceOf(deployment, config)),
    }),
    limiter,
    leases: new LeaseKeeper({
      renew: (reservation) => limiter.renew(reservation),
      leaseMs,
      longestMs: config.timeouts.deadlineMs + graceMs,
      now,
    }),
  };
}

/** It ends with the instance; its budgets begin with what the ledger says was used of them before. */
function storeOfInstance(config: Config, { usage, log, now }: LimitsOptions): LimitStore {
  const store = new MemoryStore(now);
  if (usage === undefined) return store;
  return new RecountingStore({
    store,
    recount: recountBudget(config, usage, log),
    waitMs: recountWaitMs,
    now,
    onFailure: ({ key }, error) =>
      log.warn('budget-not-recounted', { limit: key, error: error instanceof Error ? error.message : String(error) }),
  });
}

function paceOf({ name, capacity }: Deployment, { limits }: Config) {
  return { name, ...(limits.deployments.get(name) ?? capacity) };
}

const graceMs = 10_000;
/** A first call is rather late than over its budget. */
const recountWaitMs = 2_000;
