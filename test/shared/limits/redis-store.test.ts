import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { pacingLimits } from '../../../shared/limits/deployment-pacing.ts';
import type { Limit } from '../../../shared/limits/limit.ts';
import type { LimitStore } from '../../../shared/limits/limit-store.ts';
import { RedisStore } from '../../../shared/limits/redis-store.ts';
import type { RedisConnection } from '../../../shared/redis/redis-connection.ts';
import { RedisUnavailable } from '../../../shared/redis/redis-unavailable.ts';
import { connected, dayBudget, lease, slidingLimit } from '../../setup/limit-fixture.ts';
import { startLimitInstance, type LimitInstance, type LimitOrder } from '../../setup/limit-instance.ts';
import { runsRedis, startRedis, type RedisServer } from '../../setup/redis.ts';

const total = dayBudget(1_000, 'hard', { key: 'total', span: { kind: 'calendar', period: 'total', timeZone: 'UTC' } });

describe.runIf(runsRedis)('RedisStore', () => {
  let server: RedisServer;
  let instances: readonly LimitInstance[] = [];
  const keyPrefix = 'test:';
  beforeAll(async () => {
    server = await startRedis();
    instances = await Promise.all([1, 2, 3, 4].map(() => startLimitInstance({ url: server.url, keyPrefix })));
  });
  afterAll(async () => {
    await Promise.all(instances.map((instance) => instance.kill()));
    await server?.stop();
  });

  async function openStore(ownPrefix = `${randomUUID()}:`, now = Date.now) {
    const redis = await connected(server, ownPrefix);
    onTestFinished(() => redis.close());
    return { redis, store: new RedisStore(redis, now), ownPrefix };
  }
  const look = async (store: LimitStore, limit: Limit) => {
    const { counts } = await store.admit(lease('look', { purpose: 'look' }), [{ limit, amount: 0 }]);
    return counts[0];
  };
  const used = async (store: LimitStore, limit: Limit) => (await look(store, limit))?.used;
  const held = async (store: LimitStore, limit: Limit) => (await look(store, limit))?.held;
  /** All four processes make calls at once. */
  const all = (order: Omit<LimitOrder, 'leaseMs'> & { leaseMs?: number }) =>
    Promise.all(instances.map((instance) => instance.carryOut({ leaseMs: 60_000, ...order })));
  const sum = (numbers: number[]) => numbers.reduce((all, number) => all + number, 0);

  it('admits exactly as many of 2,000 calls of four processes as a budget grants', async () => {
    const { store } = await openStore(keyPrefix);
    const budget = { ...total, key: 'exact', most: 7_777 };
    const results = await all({ limits: [budget, slidingLimit(1_000_000)], calls: 500, tokens: 10, end: 'hold' });
    expect(sum(results.map(({ admitted }) => admitted))).toBe(777);
    expect(await used(store, budget)).toBe(7_770);
  });

  it('never lets what four processes settle exceed a budget, and counts it to the token', async () => {
    const { store } = await openStore(keyPrefix);
    const budget = { ...total, key: 'settled', most: 3_000 };
    const results = await all({ limits: [budget], calls: 500, tokens: 10, end: 'settle' });
    const settled = sum(results.map((result) => result.used));
    expect(sum(results.map(({ admitted }) => admitted))).toBeGreaterThanOrEqual(300);
    expect(settled).toBeLessThanOrEqual(3_000);
    expect(await used(store, budget)).toBe(settled);
  });

  it('paces four processes together: no slice holds more requests than the deployment takes', async () => {
    const limits = pacingLimits('east', { requestsPerMinute: 60 });
    const results = await all({ limits, calls: 50, tokens: 1, end: 'send' });
    expect(sum(results.map(({ admitted }) => admitted))).toBe(10);
  });

  it('gets back what a killed process had reserved, charges what it had sent, and nothing else', async () => {
    const { store } = await openStore(keyPrefix);
    const budget = { ...total, key: 'killed', most: 1_000 };
    const calls = { limits: [budget], tokens: 10, leaseMs: 1_500 };
    const victim = await startLimitInstance({ url: server.url, keyPrefix });
    onTestFinished(() => victim.kill());
    expect(await victim.carryOut({ ...calls, calls: 30, end: 'send' })).toMatchObject({ admitted: 30 });
    expect(await victim.carryOut({ ...calls, calls: 20, end: 'hold' })).toMatchObject({ admitted: 20 });
    // It dies with calls under way of which nobody knows how far they got.
    victim.carryOut({ ...calls, calls: 40, end: 'send' }).catch(() => undefined);
    await vi.waitFor(async () => expect(await used(store, budget)).toBeGreaterThan(500), { interval: 1 });
    await victim.kill();
    await vi.waitFor(async () => expect(await held(store, budget)).toBe(0), { timeout: 10_000, interval: 50 });
    const charged = (await used(store, budget)) ?? 0;
    expect(charged).toBeGreaterThanOrEqual(300);
    expect(charged).toBeLessThanOrEqual(700);
    const results = await all({ ...calls, calls: 100, end: 'hold', leaseMs: 60_000 });
    expect(sum(results.map(({ admitted }) => admitted))).toBe((1_000 - charged) / 10);
  });

  it('takes one round trip for each operation, however many limits apply', async () => {
    const { redis } = await openStore();
    let runs = 0;
    const counting: RedisConnection = {
      ...redis,
      run: (...run) => {
        runs += 1;
        return redis.run(...run);
      },
    };
    const store = new RedisStore(counting, Date.now);
    const limits = [dayBudget(100), slidingLimit(100), total, ...pacingLimits('east', { requestsPerMinute: 600 })];
    await store.admit(
      lease('a'),
      limits.map((limit) => ({ limit, amount: 1 })),
    );
    expect(runs).toBe(1);
    await store.keep('a', limits, { leaseMs: 1_000, isSent: true });
    expect(runs).toBe(2);
    await store.settle(
      'a',
      limits.map((limit) => ({ limit, amount: 1 })),
    );
    expect(runs).toBe(3);
  });

  it('leaves no key that does not expire, and all in one slot of a cluster', async () => {
    const { store, ownPrefix } = await openStore();
    const session = { kind: 'session', name: 'a', session: 's' } as const;
    const limits = [dayBudget(100), slidingLimit(100), { ...total, key: 'session', subject: session }];
    await store.admit(
      lease('a'),
      limits.map((limit) => ({ limit, amount: 1 })),
    );
    const raw = new Redis(server.url);
    onTestFinished(() => raw.disconnect());
    const keys = await raw.keys(`${ownPrefix}*`);
    expect(keys).toHaveLength(3);
    for (const key of keys) {
      expect(key).toContain('{limits}');
      expect(await raw.pttl(key)).toBeGreaterThan(30_000);
    }
    expect(await raw.pttl(`${ownPrefix}{limits}:caller:a:sliding`)).toBeLessThan(700_000);
    await store.keep('a', [slidingLimit(100)], { leaseMs: 900_000, isSent: true });
    expect(await raw.pttl(`${ownPrefix}{limits}:caller:a:sliding`)).toBeGreaterThan(1_400_000);
  });

  it('goes by the clock of Redis: an instance that is days off learns it and counts in the same period', async () => {
    const { store, ownPrefix } = await openStore();
    const late = await openStore(ownPrefix, () => Date.now() - 5 * 86_400_000);
    const budget = dayBudget(100);
    await store.admit(lease('a'), [{ limit: budget, amount: 60 }]);
    const { isAdmitted, nowMs } = await late.store.admit(lease('b'), [{ limit: budget, amount: 41 }]);
    expect(isAdmitted).toBe(false);
    expect(Math.abs(nowMs - Date.now())).toBeLessThan(60_000);
  });

  it('rejects while Redis is down, and for an answer of another form', async () => {
    const own = await startRedis();
    onTestFinished(() => own.stop());
    const redis = await connected(own);
    onTestFinished(() => redis.close());
    const store = new RedisStore(redis, Date.now);
    await own.stop();
    await expect(store.admit(lease('a'), [{ limit: total, amount: 1 }])).rejects.toBeInstanceOf(RedisUnavailable);
    const odd = new RedisStore({ ...redis, run: async () => 'OK' }, Date.now);
    await expect(odd.admit(lease('a'), [{ limit: total, amount: 1 }])).rejects.toBeInstanceOf(RedisUnavailable);
  });

  it('has nothing to settle or keep of a call that nothing limits', async () => {
    const { store } = await openStore();
    expect(await store.settle('a', [])).toBe(false);
    expect(await store.keep('a', [], { leaseMs: 1, isSent: true })).toBe(false);
  });
});
