import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { connectRedis } from '../../../shared/redis/connect-redis.ts';
import type { RedisConnection } from '../../../shared/redis/redis-connection.ts';
import { RedisUnavailable } from '../../../shared/redis/redis-unavailable.ts';
import { Breakers } from '../../../shared/resilience/breakers.ts';
import { SharedBreakers, sharedBreakerStalenessMs } from '../../../shared/resilience/shared-breakers.ts';
import { recordedLog } from '../../setup/recorded-log.ts';
import { runsRedis, startRedis, type RedisServer } from '../../setup/redis.ts';
import { startBreakerInstance } from '../../setup/breaker-instance.ts';

const policy = { samplingMs: 10_000, minimumCalls: 2, failureRatio: 0.5, openMs: 60_000, probeLeaseMs: 5_000 };

/** Breakers of one instance, on a clock of their own. */
function instanceOf(redis: RedisConnection) {
  const clock = { nowMs: 1_000_000 };
  const breakers = new Breakers(policy, () => clock.nowMs);
  const log = recordedLog();
  const shared = new SharedBreakers(breakers, { redis, log, now: () => clock.nowMs });
  onTestFinished(() => shared.stop());
  const fail = (name: string) => [1, 2].forEach(() => breakers.of(name).admit()?.failed());
  return { breakers, clock, log, shared, fail };
}

describe.runIf(runsRedis)('SharedBreakers on one Redis', () => {
  let server: RedisServer;
  let redis: RedisConnection;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.stop());

  async function twoInstances() {
    redis = connectRedis({ url: server.url, commandTimeoutMs: 5_000, keyPrefix: `${randomUUID()}:` });
    onTestFinished(() => redis.close());
    await vi.waitFor(() => expect(redis.state()).toBe('ready'));
    return { one: instanceOf(redis), other: instanceOf(redis) };
  }

  it('opens for all when it opens for one, and for no other name', async () => {
    const { one, other } = await twoInstances();
    one.fail('east');
    await one.shared.exchange();
    await other.shared.exchange();
    expect(other.breakers.of('east').state).toBe('open');
    expect(other.breakers.of('west').state).toBe('closed');
    expect(other.shared.exchangedAtMs).toBe(other.clock.nowMs);
  });

  it('opens for the time that is left, whatever the instances’ clocks say', async () => {
    const { one, other } = await twoInstances();
    other.clock.nowMs = 5;
    one.fail('east');
    await one.shared.exchange();
    await other.shared.exchange();
    const leftMs = other.breakers.of('east').admitsAtMs - other.clock.nowMs;
    expect(leftMs).toBeGreaterThan(policy.openMs - 5_000);
    expect(leftMs).toBeLessThanOrEqual(policy.openMs);
  });

  it('closes for all when one’s probe succeeds', async () => {
    const { one, other } = await twoInstances();
    one.fail('east');
    await one.shared.exchange();
    await other.shared.exchange();
    one.clock.nowMs += policy.openMs;
    one.breakers.of('east').admit()?.succeeded();
    await one.shared.exchange();
    await other.shared.exchange();
    expect(other.breakers.of('east').state).toBe('closed');
  });

  it('takes the same news over once only', async () => {
    const { one, other } = await twoInstances();
    one.fail('east');
    await one.shared.exchange();
    await other.shared.exchange();
    other.clock.nowMs += policy.openMs;
    other.breakers.of('east').admit();
    await other.shared.exchange();
    expect(other.breakers.of('east').state).toBe('half-open');
  });

  it('does not take its own news over', async () => {
    const { one } = await twoInstances();
    one.fail('east');
    await one.shared.exchange();
    one.clock.nowMs += policy.openMs;
    one.breakers.of('east').admit();
    await one.shared.exchange();
    expect(one.breakers.of('east').state).toBe('half-open');
  });

  it('tells an instance that starts later', async () => {
    const { one } = await twoInstances();
    one.fail('east');
    await one.shared.exchange();
    const late = instanceOf(redis);
    late.shared.start();
    await vi.waitFor(() => expect(late.breakers.of('east').state).toBe('open'));
  });

  it('tells what happened without Redis as soon as Redis is back', async () => {
    const own = await startRedis();
    onTestFinished(() => own.stop());
    redis = connectRedis({ url: own.url, commandTimeoutMs: 500, keyPrefix: '' });
    onTestFinished(() => redis.close());
    const [one, other] = [instanceOf(redis), instanceOf(redis)];
    await vi.waitFor(() => expect(redis.state()).toBe('ready'));
    await own.stop();
    await vi.waitFor(() => expect(redis.state()).toBe('down'));
    one.fail('east');
    await one.shared.exchange();
    expect(one.breakers.of('east').state).toBe('open');
    await own.start();
    await vi.waitFor(() => expect(redis.state()).toBe('ready'), { timeout: 10_000 });
    await one.shared.exchange();
    await other.shared.exchange();
    expect(other.breakers.of('east').state).toBe('open');
    expect(one.log.lines).toEqual([]);
  });
});

describe('SharedBreakers', () => {
  const refusing = (error: unknown): RedisConnection => {
    const rejected = () => Promise.reject(error);
    return {
      state: () => 'down',
      run: rejected,
      get: rejected,
      mget: rejected,
      set: rejected,
      del: rejected,
      close: () => Promise.resolve(),
    };
  };

  it('goes by its own calls without Redis, and says nothing of what the connection has said', async () => {
    const { breakers, shared, log, fail } = instanceOf(refusing(new RedisUnavailable('not-connected', 'down')));
    fail('east');
    await shared.exchange();
    expect(breakers.of('east').state).toBe('open');
    expect(shared.exchangedAtMs).toBeUndefined();
    expect(log.lines).toEqual([]);
  });

  it('says what Redis refuses', async () => {
    const { shared, log } = instanceOf(refusing(new RedisUnavailable('refused', 'OOM')));
    await shared.exchange();
    expect(log.lines).toMatchObject([{ event: 'breakers-not-shared', error: 'RedisUnavailable: OOM' }]);
  });
});

describe.runIf(runsRedis)('two processes on one Redis', () => {
  it('stop calling a dead deployment within the stated time after one of them has found out, Redis or not', async () => {
    const server = await startRedis();
    onTestFinished(() => server.stop());
    // The second would never find out by itself: it would need a million calls.
    const [one, other] = await Promise.all([
      startBreakerInstance({ url: server.url, policy }),
      startBreakerInstance({ url: server.url, policy: { ...policy, minimumCalls: 1_000_000 } }),
    ]);
    onTestFinished(async () => void (await Promise.all([one.stop(), other.stop()])));
    await Promise.all([one.untilShared(), other.untilShared()]);

    expect(await other.call('dead')).toBe('failed');
    expect([await one.call('dead'), await one.call('dead'), await one.call('dead')]).toEqual([
      'failed',
      'failed',
      'not admitted',
    ]);
    const openedMs = performance.now();
    while ((await other.call('dead')) !== 'not admitted') {
      expect(performance.now() - openedMs).toBeLessThan(sharedBreakerStalenessMs);
    }
    expect(await other.call('alive')).toBe('succeeded');

    await server.stop();
    expect([await one.call('alive'), await other.call('alive')]).toEqual(['succeeded', 'succeeded']);
    expect([await one.call('dead'), await other.call('dead')]).toEqual(['not admitted', 'not admitted']);
    expect([await one.call('other dead'), await one.call('other dead'), await one.call('other dead')]).toEqual([
      'failed',
      'failed',
      'not admitted',
    ]);
    expect(await other.call('other dead')).toBe('failed');

    await server.start();
    await vi.waitFor(async () => expect(await other.call('other dead')).toBe('not admitted'), { timeout: 10_000 });
    expect([await one.call('alive'), await other.call('alive')]).toEqual(['succeeded', 'succeeded']);
  });
});
