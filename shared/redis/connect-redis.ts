import type { Redis } from 'ioredis';
import { openClient } from './open-client.ts';
import type { RedisConnection, RedisState } from './redis-connection.ts';
import type { RedisOptions } from './redis-options.ts';
import type { RedisScript } from './redis-script.ts';
import { RedisUnavailable } from './redis-unavailable.ts';
import { withinTime } from './within-time.ts';

/**
 * Connects to Redis in the background and stays connected: a lost connection is made anew after a growing, jittered
 * wait of at most two seconds. It never throws and never rejects by itself: without Redis only commands fail, at once,
 * because nothing is queued for a connection that may not come back.
 */
export function connectRedis(options: RedisOptions): RedisConnection {
  const { commandTimeoutMs, keyPrefix, log } = options;
  let state: RedisState = 'connecting';
  let client: Redis | undefined;
  let isClosed = false;
  let lastError: Error | undefined;

  const becomeDown = (): void => {
    if (state !== 'down' && !isClosed) {
      log?.warn('redis-down', { error: lastError?.message ?? 'The connection was closed.' });
    }
    state = 'down';
  };
  const open = async (): Promise<void> => {
    try {
      const opened = await openClient(options);
      if (isClosed) {
        opened.disconnect();
        return;
      }
      client = opened;
      opened.on('error', (error: Error) => (lastError = error));
      opened.on('close', becomeDown);
      opened.on('ready', () => {
        state = 'ready';
        lastError = undefined;
        log?.info('redis-ready');
      });
    } catch (error) {
      lastError = error instanceof Error ? error : new Error(String(error));
      becomeDown();
    }
  };
  const opening = open();

  const command = async <Result>(work: (redis: Redis) => Promise<Result>): Promise<Result> => {
    if (isClosed || client?.status !== 'ready') {
      throw new RedisUnavailable('not-connected', 'Redis is not connected.', { cause: lastError });
    }
    return withinTime(work(client), commandTimeoutMs);
  };
  const runScript = async (redis: Redis, script: RedisScript, words: (string | number | Buffer)[], keys: number) => {
    try {
      return await redis.evalsha(script.sha, keys, ...words);
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('NOSCRIPT')) {
        return redis.eval(script.source, keys, ...words);
      }
      throw error;
    }
  };
  const prefixed = (keys: readonly string[]): string[] => keys.map((key) => keyPrefix + key);

  return {
    state: () => state,
    run: (script, keys, args) =>
      command<unknown>((redis) => runScript(redis, script, [...prefixed(keys), ...args], keys.length)),
    get: (key) => command(async (redis) => (await redis.getBuffer(keyPrefix + key)) ?? undefined),
    mget: async (keys) =>
      keys.length === 0
        ? []
        : command(async (redis) => (await redis.mgetBuffer(prefixed(keys))).map((value) => value ?? undefined)),
    set: (key, value, ttlMs) =>
      command(async (redis) => void (await redis.set(keyPrefix + key, value, 'PX', Math.max(1, Math.round(ttlMs))))),
    del: async (keys) =>
      keys.length === 0 ? undefined : command(async (redis) => void (await redis.del(prefixed(keys)))),
    async close() {
      isClosed = true;
      state = 'down';
      await opening;
      client?.disconnect();
    },
  };
}
