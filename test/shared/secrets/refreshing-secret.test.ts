import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../../shared/errors.ts';
import { SecretValue } from '../../../shared/secret-value.ts';
import { createRefreshingSecret } from '../../../shared/secrets/refreshing-secret.ts';
import type { Reading } from '../../../shared/secrets/refreshing-secret.ts';

const ttlMs = 60_000;

type Source = { value: string; error: Error | undefined; reads: number; now: number; readonly failures: boolean[] };

/** A secret over a source whose value, failure and speed the test holds. */
function secretOver(initial: string, options: { expiresAfterMs?: number } = {}) {
  const failures: boolean[] = [];
  const source: Source = { value: initial, error: undefined, reads: 0, now: 1_000_000, failures };
  let gate: Promise<void> | undefined;
  const secret = createRefreshingSecret({
    async read(): Promise<Reading> {
      source.reads += 1;
      const { value } = source;
      await gate;
      if (source.error !== undefined) throw source.error;
      const expiresAt = source.now + (options.expiresAfterMs ?? Infinity);
      return { value: new SecretValue(value), refreshAt: source.now + ttlMs, expiresAt };
    },
    now: () => source.now,
    random: () => 1,
    onFailure: (_error, _retryInMs, stillServing) => source.failures.push(stillServing),
  });
  return {
    source,
    secret,
    get: async () => (await secret.get()).value.reveal(),
    reread: async () => (await secret.reread()).value.reveal(),
    /** Holds reads open until the function given back is called. */
    holdReads() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return () => {
        gate = undefined;
        resolve();
      };
    },
    /** Lets reads in the background come to their end. */
    settle: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

describe('a refreshing secret', () => {
  it('is read once however many wait for it first', async () => {
    const { get, source } = secretOver('one');
    expect(new Set(await Promise.all(Array.from({ length: 200 }, get)))).toEqual(new Set(['one']));
    expect(source.reads).toBe(1);
  });

  it('is not read before anyone asks', () => {
    const { secret, source } = secretOver('one');
    expect(secret.status()).toEqual({ state: 'unread', readCount: 0 });
    expect(source.reads).toBe(0);
  });

  it('is read again in the background, once, while callers go on with the value they have', async () => {
    const { get, source, settle, holdReads } = secretOver('one');
    await get();
    source.value = 'two';
    source.now += ttlMs;
    const letGo = holdReads();
    expect(await Promise.all([get(), get(), get()])).toEqual(['one', 'one', 'one']);
    expect(source.reads).toBe(2);
    letGo();
    await settle();
    expect(await get()).toBe('two');
  });

  it('keeps serving the last good value while its source fails, and asks the source ever less often', async () => {
    const { get, source, settle, secret } = secretOver('one');
    await get();
    source.error = new Error('down');
    source.now += ttlMs;
    for (let second = 0; second < 120; second += 1) {
      expect(await get()).toBe('one');
      await settle();
      source.now += 1_000;
    }
    // 0.5, 1, 2, 4, 8, 16, 30, 30 … seconds between the tries of two minutes.
    expect(source.reads - 1).toBeLessThanOrEqual(10);
    expect(source.failures.every((stillServing) => stillServing)).toBe(true);
    expect(secret.status()).toMatchObject({ state: 'stale', errorCode: 'Error' });

    source.error = undefined;
    source.value = 'two';
    source.now += 30_000;
    await get();
    await settle();
    expect(await get()).toBe('two');
    expect(secret.status()).toEqual({ state: 'ok', readCount: 2 });
  });

  it('fails while its first read fails, without asking again before the wait is over, and then recovers', async () => {
    const { get, source, secret } = secretOver('one');
    source.error = new Error('down');
    await expect(get()).rejects.toThrow('down');
    await expect(get()).rejects.toThrow('down');
    expect(source.reads).toBe(1);
    expect(secret.status()).toMatchObject({ state: 'failed', errorCode: 'Error' });
    expect(source.failures).toEqual([false]);
    source.error = undefined;
    source.now += 500;
    expect(await get()).toBe('one');
  });

  it('waits as long as a throttled source asks, but not a day', async () => {
    const { get, source } = secretOver('one');
    source.error = new GatewayError('secret_unavailable', 'throttled', { retryAfterMs: 20_000 });
    await expect(get()).rejects.toThrow('throttled');
    source.now += 19_000;
    await expect(get()).rejects.toThrow('throttled');
    expect(source.reads).toBe(1);
    source.error = new GatewayError('secret_unavailable', 'throttled', { retryAfterMs: 86_400_000 });
    source.now += 1_000;
    await expect(get()).rejects.toThrow('throttled');
    source.error = undefined;
    source.now += 60_000;
    expect(await get()).toBe('one');
  });

  it('waits for a new value when the old one has expired', async () => {
    const { get, source } = secretOver('one', { expiresAfterMs: 2 * ttlMs });
    await get();
    source.value = 'two';
    source.now += 2 * ttlMs;
    expect(await get()).toBe('two');
  });

  it('reads anew once for all whose value was refused', async () => {
    const { get, reread, source } = secretOver('one');
    await get();
    source.value = 'two';
    expect(new Set(await Promise.all(Array.from({ length: 50 }, reread)))).toEqual(new Set(['two']));
    expect(source.reads).toBe(2);
  });

  it('does not take a read that began before the refusal for a fresh one', async () => {
    const { get, reread, source, holdReads } = secretOver('one');
    await get();
    source.now += ttlMs;
    const letGo = holdReads();
    await get();
    source.value = 'two';
    const anew = [reread(), reread()];
    letGo();
    expect(await Promise.all(anew)).toEqual(['two', 'two']);
    expect(source.reads).toBe(3);
  });

  it('is not read again for some seconds after a fresh read brought the same value', async () => {
    const { get, reread, source } = secretOver('one');
    await get();
    expect(await reread()).toBe('one');
    source.value = 'two';
    source.now += 4_999;
    expect(await reread()).toBe('one');
    expect(source.reads).toBe(2);
    source.now += 1;
    expect(await reread()).toBe('two');
  });

  it('is read for each of two rotations in quick succession', async () => {
    const { get, reread, source } = secretOver('one');
    await get();
    source.value = 'two';
    expect(await reread()).toBe('two');
    source.value = 'three';
    expect(await reread()).toBe('three');
  });

  it('fails a fresh read at once while the source is being left alone', async () => {
    const { get, reread, source } = secretOver('one');
    await get();
    source.error = new Error('down');
    await expect(reread()).rejects.toThrow('down');
    await expect(reread()).rejects.toThrow('down');
    expect(source.reads).toBe(2);
    expect(await get()).toBe('one');
  });
});
