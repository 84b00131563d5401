import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectRedis } from '../../../shared/redis/connect-redis.ts';
import type { RedisConnection } from '../../../shared/redis/redis-connection.ts';
import { breakerScript } from '../../../shared/resilience/breaker-script.ts';
import { runsRedis, startRedis, type RedisServer } from '../../setup/redis.ts';

describe.runIf(runsRedis)('breakerScript', () => {
  let server: RedisServer;
  let redis: RedisConnection;
  beforeAll(async () => {
    server = await startRedis();
    redis = connectRedis({ url: server.url, commandTimeoutMs: 5_000, keyPrefix: '' });
    await vi.waitUntil(() => redis.state() === 'ready');
  });
  afterAll(async () => {
    await redis?.close();
    await server?.stop();
  });

  it('answers nothing where nothing is', async () => {
    expect(await redis.run(breakerScript, [randomUUID()], [])).toEqual([]);
  });

  it('keeps each name’s last text, and says how long each is alive', async () => {
    const key = randomUUID();
    await redis.run(breakerScript, [key], ['east', 60_000, 'open a 1', 'west', 90_000, 'closed b']);
    const answer = await redis.run(breakerScript, [key], ['east', 30_000, 'open c 2']);
    const [[east, eastMs, eastText], [west, westMs, westText]] = inThrees(answer);
    expect([east, eastText, west, westText]).toEqual(['east', 'open c 2', 'west', 'closed b']);
    expect(eastMs).toBe(30_000);
    expect(westMs).toBeGreaterThan(60_000);
    expect(westMs).toBeLessThanOrEqual(90_000);
  });

  it('drops what is over, and in the end the key', async () => {
    const key = randomUUID();
    await redis.run(breakerScript, [key], ['east', 1, 'open a 1', 'west', 60_000, 'open b 1']);
    await vi.waitFor(async () => {
      expect(inThrees(await redis.run(breakerScript, [key], []))).toEqual([
        ['west', expect.any(Number), 'open b 1'],
        [],
      ]);
    });
    const other = randomUUID();
    await redis.run(breakerScript, [other], ['east', 1, 'open a 1']);
    await vi.waitFor(async () => expect(await redis.get(other)).toBeUndefined());
  });
});

function inThrees(answer: unknown): [unknown[], unknown[]] {
  const words = Array.isArray(answer) ? answer : [];
  return [words.slice(0, 3), words.slice(3, 6)];
}
