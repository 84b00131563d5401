import type { RedisScript } from './redis-script.ts';

/** `connecting` until the first connection stands or fails; afterwards `ready` or `down`. */
export type RedisState = 'connecting' | 'ready' | 'down';

/** What a script is given beside its keys. */
export type RedisArgument = string | number | Buffer;

/**
 * Redis as the rooms see it. Every command rejects with `RedisUnavailable` and nothing else, at once while there is no
 * connection and after the command time-out at the latest. Keys are given without the connection's prefix.
 */
export type RedisConnection = {
  state(): RedisState;
  /**
   * Runs a script in one round trip; in two where Redis does not know it yet. Whole numbers come back as numbers, text
   * as strings, lists as arrays, `nil` and `false` as `null`.
   */
  run(script: RedisScript, keys: readonly string[], args: readonly RedisArgument[]): Promise<unknown>;
  get(key: string): Promise<Buffer | undefined>;
  /** The values of several keys, in their order. */
  mget(keys: readonly string[]): Promise<readonly (Buffer | undefined)[]>;
  /** Writes a value that expires after `ttlMs` whole milliseconds. */
  set(key: string, value: Buffer | string, ttlMs: number): Promise<void>;
  del(keys: readonly string[]): Promise<void>;
  /** Ends the connection for good; whatever is under way rejects. */
  close(): Promise<void>;
};
