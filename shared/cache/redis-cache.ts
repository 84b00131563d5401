import type { AnswerCache, CachedAnswer, FoundAnswer, Lifetime } from './answer-cache.ts';
import { decodeAnswer, encodeAnswer } from './encode-answer.ts';

/** What of a Redis connection the cache uses. Each of its commands may reject. */
export type RedisValues = {
  get(key: string): Promise<Buffer | null>;
  set(key: string, value: Buffer, ttlMs: number): Promise<void>;
  del(key: string): Promise<unknown>;
};

/** How a Redis cache is set up. */
export type RedisCacheOptions = {
  /** Stands before each key, so that several apps can share one Redis. */
  readonly keyPrefix: string;
  /** A larger answer is not kept. */
  readonly maxAnswerBytes: number;
  /** A look-up that takes longer is a miss: the call itself must not wait for a store that hangs. */
  readonly lookupTimeoutMs: number;
  /** Epoch milliseconds. Instances whose clocks differ see an answer grow stale that much apart. */
  readonly now: () => number;
  /** Hears of each failure, for a counter. The error holds nothing of the answer. */
  readonly onFailure: (operation: 'get' | 'put', error: unknown) => void;
};

/** Answers kept in Redis, for all instances of an app. A failing Redis is a miss, reported and never thrown. */
export class RedisCache implements AnswerCache {
  readonly #redis: RedisValues;
  readonly #options: RedisCacheOptions;

  constructor(redis: RedisValues, options: RedisCacheOptions) {
    this.#redis = redis;
    this.#options = options;
  }

  async get(key: string): Promise<FoundAnswer | undefined> {
    const { now, onFailure, lookupTimeoutMs } = this.#options;
    const name = this.#options.keyPrefix + key;
    try {
      const bytes = await inTime(this.#redis.get(name), lookupTimeoutMs);
      return bytes === null ? undefined : await this.#decode(bytes, key, now());
    } catch (error) {
      onFailure('get', error);
      return undefined;
    }
  }

  async put(key: string, answer: CachedAnswer, { ttlMs, staleForMs }: Lifetime): Promise<void> {
    const { maxAnswerBytes, now, onFailure, keyPrefix } = this.#options;
    const freshUntilMs = answer.storedAtMs + ttlMs;
    const leftMs = Math.floor(freshUntilMs + staleForMs - now());
    if (answer.body.byteLength > maxAnswerBytes || leftMs <= 0) {
      return;
    }
    try {
      await this.#redis.set(keyPrefix + key, await encodeAnswer({ key, answer, freshUntilMs }), leftMs);
    } catch (error) {
      onFailure('put', error);
    }
  }

  async #decode(bytes: Buffer, key: string, nowMs: number): Promise<FoundAnswer | undefined> {
    try {
      return await decodeAnswer(bytes, key, { maxBodyBytes: this.#options.maxAnswerBytes, nowMs });
    } catch (error) {
      // Left in place it would fail every look-up until its time is over.
      this.#redis.del(this.#options.keyPrefix + key).catch(() => {});
      throw error;
    }
  }
}

async function inTime<Value>(value: Promise<Value>, limitMs: number): Promise<Value> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`Redis did not answer within ${limitMs} ms.`)), limitMs);
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}
