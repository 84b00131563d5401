import { randomUUID } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { connectRedis } from '../../../shared/redis/connect-redis.ts';
import type { RedisConnection } from '../../../shared/redis/redis-connection.ts';
import type { RedisOptions } from '../../../shared/redis/redis-options.ts';
import { redisScript } from '../../../shared/redis/redis-script.ts';
import { RedisUnavailable } from '../../../shared/redis/redis-unavailable.ts';
import { recordedLog } from '../../setup/recorded-log.ts';
import { runsRedis, startRedis, type RedisServer } from '../../setup/redis.ts';

const opened: RedisConnection[] = [];
const open = (options: Partial<RedisOptions> & { url: string }): RedisConnection => {
  const connection = connectRedis({
    commandTimeoutMs: 500,
    keyPrefix: `${randomUUID()}:`,
    random: () => 0,
    ...options,
  });
  opened.push(connection);
  return connection;
};
const toBe = (connection: RedisConnection, state: string) =>
  vi.waitFor(() => expect(connection.state()).toBe(state), { timeout: 10_000, interval: 5 });

const ownRedis = async (options?: { password?: string }): Promise<RedisServer> => {
  const server = await startRedis(options);
  onTestFinished(() => server.stop());
  return server;
};

afterEach(async () => {
  await Promise.all(opened.splice(0).map((connection) => connection.close()));
});

describe.runIf(runsRedis)('connectRedis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.stop());

  it('writes, reads and forgets values under its prefix', async () => {
    const keyPrefix = `${randomUUID()}:`;
    const redis = open({ url: server.url, keyPrefix });
    const bare = open({ url: server.url, keyPrefix: '' });
    await Promise.all([toBe(redis, 'ready'), toBe(bare, 'ready')]);
    const bytes = Buffer.from([0, 255, 13, 10]);
    await redis.set('a', bytes, 60_000);
    await redis.set('b', 'text', 60_000);
    expect(await redis.get('a')).toEqual(bytes);
    expect(await redis.mget(['b', 'missing', 'a'])).toEqual([Buffer.from('text'), undefined, bytes]);
    expect(await bare.get(`${keyPrefix}a`)).toEqual(bytes);
    await redis.del(['a', 'b']);
    expect(await redis.get('a')).toBeUndefined();
    expect(await redis.mget([])).toEqual([]);
    await redis.del([]);
  });

  it('lets a value expire', async () => {
    const redis = open({ url: server.url });
    await toBe(redis, 'ready');
    await redis.set('a', 'text', 1);
    await vi.waitFor(async () => expect(await redis.get('a')).toBeUndefined());
  });

  it('runs a script that Redis has never seen, and from then on by its name', async () => {
    const redis = open({ url: server.url });
    await toBe(redis, 'ready');
    const script = redisScript('echo', `return {KEYS[1], ARGV[1], #ARGV, false} -- ${randomUUID()}`);
    const [key, ...rest] = [await redis.run(script, ['k'], ['x', 2])].flat();
    expect(key).toMatch(/^[\w-]+:k$/);
    expect(rest).toEqual(['x', 2, null]);
    expect(await redis.run({ ...script, source: 'error()' }, ['k'], [Buffer.from('y')])).toContain('y');
  });

  it('says what Redis refuses', async () => {
    const redis = open({ url: server.url });
    await toBe(redis, 'ready');
    const script = redisScript('broken', 'return redis.call("INCR")');
    await expect(redis.run(script, [], [])).rejects.toMatchObject({ name: 'RedisUnavailable', fault: 'refused' });
  });

  it('fails at once while there is no connection, and serves again soon after Redis is back', async () => {
    const own = await ownRedis();
    const log = recordedLog();
    const redis = open({ url: own.url, log });
    expect(redis.state()).toBe('connecting');
    await toBe(redis, 'ready');
    await own.stop();
    await toBe(redis, 'down');
    const startedMs = performance.now();
    await expect(redis.get('a')).rejects.toBeInstanceOf(RedisUnavailable);
    expect(performance.now() - startedMs).toBeLessThan(100);
    await own.start();
    await toBe(redis, 'ready');
    expect(await redis.get('a')).toBeUndefined();
    expect(log.lines.map(({ event }) => event)).toEqual(['redis-ready', 'redis-down', 'redis-ready']);
  });

  it('waits for a hung Redis no longer than the command time-out, and not again for the next command', async () => {
    const own = await ownRedis();
    const redis = open({ url: own.url, commandTimeoutMs: 50 });
    await toBe(redis, 'ready');
    own.pause();
    const startedMs = performance.now();
    await expect(redis.get('a')).rejects.toMatchObject({ fault: 'timed-out' });
    expect(performance.now() - startedMs).toBeLessThan(500);
    await vi.waitFor(async () => {
      expect(redis.state()).toBe('down');
      await expect(redis.get('a')).rejects.toMatchObject({ fault: 'not-connected' });
    });
    own.resume();
    await toBe(redis, 'ready');
  });

  it('rejects what is under way when the connection breaks', async () => {
    const own = await ownRedis();
    const redis = open({ url: own.url, commandTimeoutMs: 10_000 });
    await toBe(redis, 'ready');
    own.pause();
    await Promise.all([expect(redis.get('a')).rejects.toMatchObject({ fault: 'connection-lost' }), own.stop()]);
  });

  it('is not ready with a wrong password, and never logs it', async () => {
    const own = await ownRedis({ password: 'planted-secret' });
    const log = recordedLog();
    const right = open({ url: own.url });
    const wrong = open({ url: own.url.replace('planted', 'other'), log });
    await toBe(right, 'ready');
    await expect(wrong.get('a')).rejects.toBeInstanceOf(RedisUnavailable);
    await toBe(wrong, 'down');
    expect(JSON.stringify(log.lines)).not.toMatch(/secret/);
  });
});

describe('connectRedis without a Redis', () => {
  it('is down, throws nothing, and tells its log once', async () => {
    const log = recordedLog();
    const redis = open({ url: 'redis://127.0.0.1:1', log });
    await toBe(redis, 'down');
    await expect(redis.set('a', 'b', 1)).rejects.toMatchObject({ fault: 'not-connected' });
    expect(log.lines).toMatchObject([{ level: 'warn', event: 'redis-down' }]);
  });

  it('is down where the address is none', async () => {
    const log = recordedLog();
    const redis = open({ url: 'cache.example:6379', log });
    await toBe(redis, 'down');
    expect(log.of('redis-down')).toHaveLength(1);
  });

  it('gives up a server that accepts and says nothing', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const redis = open({ url: `redis://127.0.0.1:${port}`, commandTimeoutMs: 50 });
    await toBe(redis, 'down');
    await redis.close();
    sockets.forEach((socket) => socket.destroy());
    silent.close();
  });

  it('can be closed before it has connected, and refuses commands from then on', async () => {
    const redis = open({ url: 'redis://127.0.0.1:1' });
    await redis.close();
    await expect(redis.get('a')).rejects.toMatchObject({ fault: 'not-connected' });
  });
});
