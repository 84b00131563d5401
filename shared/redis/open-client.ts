import type { Redis } from 'ioredis';
import type { RedisOptions } from './redis-options.ts';

/** An ioredis client that has begun to connect. The library is loaded here and only here, when Redis is configured. */
export async function openClient({ url, commandTimeoutMs, random = Math.random }: RedisOptions): Promise<Redis> {
  if (!/^rediss?:\/\//.test(url)) {
    throw new TypeError('The address of Redis must begin with redis:// or rediss://.');
  }
  // Of a CommonJS library a bundle's chunk exports the default only.
  const { default: ioredis } = await import('ioredis');
  return new ioredis.Redis(url, {
    // A command for a connection that is not there fails now, and is never sent later: its caller has gone on.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    // A connection on which nothing comes back is dead, even if nobody has closed it.
    socketTimeout: 2 * commandTimeoutMs,
    connectTimeout: 5_000,
    retryStrategy: (times) => reconnectAfterMs(times, random),
    // What Azure answers on an old connection after it has moved the primary.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
    // Both need a newer Redis than the rest.
    protocol: 2,
    disableClientInfo: true,
  });
}

/** Doubles from 50 ms to 2 s; the upper half of it is drawn by lot. */
export function reconnectAfterMs(times: number, random: () => number): number {
  const capMs = Math.min(2_000, 50 * 2 ** Math.min(times - 1, 10));
  return Math.round(capMs / 2 + random() * (capMs / 2));
}
