import { randomUUID } from 'node:crypto';
import { vi } from 'vitest';
import type { Limit, LimitMode } from '../../shared/limits/limit.ts';
import type { LeaseTerms, LimitStore } from '../../shared/limits/limit-store.ts';
import { MemoryStore } from '../../shared/limits/memory-store.ts';
import { RedisStore } from '../../shared/limits/redis-store.ts';
import { connectRedis } from '../../shared/redis/connect-redis.ts';
import type { RedisConnection } from '../../shared/redis/redis-connection.ts';
import { redisScript } from '../../shared/redis/redis-script.ts';
import type { RedisServer } from './redis.ts';

/** A clock a test sets by hand, in epoch milliseconds. It begins at a noon of UTC. */
export type HandClock = { nowMs: number };

export const noonMs = Date.UTC(2026, 2, 10, 12);

/** A store under a hand clock; whoever made it closes it. */
export type ClockedStore = { readonly store: LimitStore; readonly clock: HandClock; close(): Promise<void> };

export async function clockedMemoryStore(): Promise<ClockedStore> {
  const clock = { nowMs: noonMs };
  return { store: new MemoryStore(() => clock.nowMs), clock, close: async () => {} };
}

/** The real scripts on a real Redis, but for its clock, in whose place each script finds the hand clock's time. */
export async function clockedRedisStore(server: RedisServer): Promise<ClockedStore> {
  const clock = { nowMs: noonMs };
  const redis = await connected(server);
  const clocked: RedisConnection = {
    ...redis,
    run(script, keys, args) {
      const time = `{'${Math.floor(clock.nowMs / 1000)}', '${(clock.nowMs % 1000) * 1000}'}`;
      return redis.run(redisScript(script.name, script.source.replace("redis.call('TIME')", time)), keys, args);
    },
  };
  return { store: new RedisStore(clocked, () => clock.nowMs), clock, close: () => redis.close() };
}

/** A connection with keys of its own. */
export async function connected(server: RedisServer, keyPrefix = `${randomUUID()}:`): Promise<RedisConnection> {
  const redis = connectRedis({ url: server.url, commandTimeoutMs: 5_000, keyPrefix });
  await vi.waitFor(() => {
    if (redis.state() !== 'ready') throw new Error('Redis is not connected yet.');
  });
  return redis;
}

export function lease(id: string, terms: Partial<LeaseTerms> = {}): LeaseTerms {
  return { id, leaseMs: 30_000, isSent: false, purpose: 'take', ...terms };
}

/** A limit of a caller on requests or tokens in any ten seconds, kept in slices of one. */
export function slidingLimit(most: number, limit: Partial<Limit> = {}): Limit {
  return {
    key: 'caller:a:sliding',
    subject: { kind: 'caller', name: 'a' },
    unit: 'tokens',
    most,
    span: { kind: 'sliding', windowMs: 10_000, sliceMs: 1_000 },
    mode: 'hard',
    isCorrected: true,
    ...limit,
  };
}

/** A caller's budget of tokens per day. */
export function dayBudget(most: number, mode: LimitMode = 'hard', limit: Partial<Limit> = {}): Limit {
  return {
    key: 'caller:a:day',
    subject: { kind: 'caller', name: 'a' },
    unit: 'tokens',
    most,
    span: { kind: 'calendar', period: 'day', timeZone: 'UTC' },
    mode,
    isCorrected: true,
    ...limit,
  };
}
