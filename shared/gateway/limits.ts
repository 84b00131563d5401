import type { Config, Deployment } from '../config/config.ts';
import { LeaseKeeper } from '../limits/lease-keeper.ts';
import { createLimitBook, type LimitBook } from '../limits/limit-book.ts';
import { Limiter } from '../limits/limiter.ts';
import { MemoryStore } from '../limits/memory-store.ts';
import { RedisStore } from '../limits/redis-store.ts';
import type { RedisConnection } from '../redis/redis-connection.ts';

/** What calls are limited by: which limits there are, and who counts them. */
export type Limits = {
  readonly book: LimitBook;
  readonly limiter: Limiter;
  /** Holds what calls that last have reserved. */
  readonly leases: LeaseKeeper;
};

/** The limits of a configuration, counted in Redis where there is one and otherwise by this instance alone. */
export function createLimits(
  config: Config,
  redis: RedisConnection | undefined,
  now: () => number,
  random: () => number,
): Limits {
  const { whenStoreIsDown, localShare, leaseMs, maxWaiting } = config.limits;
  const store = redis === undefined ? new MemoryStore(now) : new RedisStore(redis, now);
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

function paceOf({ name, capacity }: Deployment, { limits }: Config) {
  return { name, ...(limits.deployments.get(name) ?? capacity) };
}

const graceMs = 10_000;
