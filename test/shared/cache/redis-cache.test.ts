import { describe, expect, it } from 'vitest';
import { RedisCache, type RedisValues } from '../../../shared/cache/redis-cache.ts';
import { answerOf } from './chat-samples.ts';

const lifetime = { ttlMs: 1_000, staleForMs: 500 };

/** A cache over a map in place of Redis, whose commands a test may replace. */
function cacheOver(commands: Partial<RedisValues> = {}) {
  const values = new Map<string, { value: Buffer; ttlMs: number }>();
  const failures: string[] = [];
  const clock = { nowMs: 1_000_000 };
  const redis: RedisValues = {
    get: async (key) => values.get(key)?.value ?? null,
    set: async (key, value, ttlMs) => void values.set(key, { value, ttlMs }),
    del: async (key) => values.delete(key),
    ...commands,
  };
  const cache = new RedisCache(redis, {
    keyPrefix: 'sluice:answer:',
    maxAnswerBytes: 10_000,
    lookupTimeoutMs: 20,
    now: () => clock.nowMs,
    onFailure: (operation, error) => failures.push(`${operation}: ${String(error)}`),
  });
  return { cache, values, failures, clock };
}

const down = () => Promise.reject(new Error('ECONNREFUSED'));

describe('a Redis cache', () => {
  it('gives what was kept, first fresh, then stale, for as long as Redis has it', async () => {
    const { cache, values, clock } = cacheOver();
    await cache.put('k', answerOf('hi'), lifetime);
    expect([...values].map(([key, { ttlMs }]) => [key, ttlMs])).toEqual([['sluice:answer:k', 1_500]]);
    const kept = { deployment: 'east-gpt-4o', body: new Uint8Array(answerOf('hi').body) };
    expect(await cache.get('k')).toMatchObject({ answer: kept, isStale: false });
    clock.nowMs += 1_000;
    expect(await cache.get('k')).toMatchObject({ answer: kept, isStale: true });
    expect(await cache.get('other')).toBeUndefined();
  });

  it('takes a failing Redis for one that has nothing, and says so', async () => {
    const { cache, failures } = cacheOver({ get: down, set: down });
    await cache.put('k', answerOf('hi'), lifetime);
    expect(await cache.get('k')).toBeUndefined();
    expect(failures).toEqual(['put: Error: ECONNREFUSED', 'get: Error: ECONNREFUSED']);
  });

  it('does not wait for a Redis that hangs', async () => {
    const { cache, failures } = cacheOver({ get: () => new Promise(() => {}) });
    expect(await cache.get('k')).toBeUndefined();
    expect(failures).toEqual(['get: Error: Redis did not answer within 20 ms.']);
  });

  it('never gives an answer that was kept for another key', async () => {
    const { cache, values, failures } = cacheOver();
    await cache.put('mine', answerOf('mine'), lifetime);
    const mine = values.get('sluice:answer:mine') ?? expect.unreachable();
    values.set('sluice:answer:yours', mine);
    expect(await cache.get('yours')).toBeUndefined();
    expect(failures).toHaveLength(1);
  });

  it('removes what is damaged, so that it fails once', async () => {
    const { cache, values, failures } = cacheOver();
    values.set('sluice:answer:k', { value: Buffer.from([1, 1, 0, 9, 8]), ttlMs: 1 });
    expect(await cache.get('k')).toBeUndefined();
    expect(await cache.get('k')).toBeUndefined();
    expect(failures).toHaveLength(1);
    expect(values.size).toBe(0);
  });

  it('does not fail when a damaged value cannot be removed', async () => {
    const { cache, failures } = cacheOver({ get: async () => Buffer.from([1, 1, 0, 9, 8]), del: down });
    expect(await cache.get('k')).toBeUndefined();
    expect(failures).toHaveLength(1);
  });

  it('keeps neither what is too large nor what is already past its time', async () => {
    const { cache, values } = cacheOver();
    await cache.put('large', answerOf('', { body: new Uint8Array(10_001) }), lifetime);
    await cache.put('old', answerOf('', { storedAtMs: 0 }), lifetime);
    expect(values.size).toBe(0);
  });
});
