import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemoryCache } from '../../../shared/cache/memory-cache.ts';
import { answerOf } from './chat-samples.ts';

const lifetime = { ttlMs: 1_000, staleForMs: 500 };
const roomy = { maxBytes: 1_000_000, maxAnswerBytes: 100_000 };

function cacheAt(limits = roomy) {
  const clock = { nowMs: 1_000_000 };
  return { clock, cache: new MemoryCache(limits, () => clock.nowMs) };
}

describe('a memory cache', () => {
  it('gives what was kept, fresh until its time is over, then stale, then not at all', async () => {
    const { cache, clock } = cacheAt();
    await cache.put('k', answerOf('hi'), lifetime);
    clock.nowMs += 999;
    expect(await cache.get('k')).toEqual({
      answer: { ...answerOf('hi'), body: new Uint8Array(answerOf('hi').body) },
      isStale: false,
    });
    clock.nowMs += 1;
    expect(await cache.get('k')).toMatchObject({ isStale: true });
    clock.nowMs += 500;
    expect(await cache.get('k')).toBeUndefined();
    expect(cache.bytes).toBe(0);
  });

  it('counts an answer’s age from when it was made', async () => {
    const { cache, clock } = cacheAt();
    clock.nowMs += 600;
    await cache.put('k', answerOf('hi'), lifetime);
    clock.nowMs += 500;
    expect(await cache.get('k')).toMatchObject({ isStale: true });
    await cache.put('old', answerOf('hi', { storedAtMs: 0 }), lifetime);
    expect(await cache.get('old')).toBeUndefined();
  });

  it('gives nothing for another key', async () => {
    const { cache } = cacheAt();
    await cache.put('k', answerOf('hi'), lifetime);
    expect(await cache.get('K')).toBeUndefined();
  });

  it('is not changed by what is done to an answer before or after', async () => {
    const { cache } = cacheAt();
    const body = Buffer.from('first');
    await cache.put('k', answerOf('', { body }), lifetime);
    body.fill('x');
    const given = await cache.get('k');
    given?.answer.body.fill(0);
    const { buffer } = given?.answer.body ?? new Uint8Array();
    if (buffer instanceof ArrayBuffer) {
      structuredClone(buffer, { transfer: [buffer] });
    }
    expect(Buffer.from((await cache.get('k'))?.answer.body ?? []).toString()).toBe('first');
  });

  it('lets the least recently used go first', async () => {
    const { cache } = cacheAt({ maxBytes: 5_000, maxAnswerBytes: 1_000 });
    const body = Buffer.alloc(1_000);
    await cache.put('a', answerOf('', { body }), lifetime);
    await cache.put('b', answerOf('', { body }), lifetime);
    await cache.put('c', answerOf('', { body }), lifetime);
    await cache.get('a');
    await cache.put('d', answerOf('', { body }), lifetime);
    const kept = await Promise.all(['a', 'b', 'c', 'd'].map(async (key) => (await cache.get(key)) !== undefined));
    expect(kept).toEqual([true, false, true, true]);
  });

  it('never takes more bytes than it may, and counts none twice', async () => {
    const puts = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.nat(3_000)), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(puts, async (list) => {
        const { cache, clock } = cacheAt({ maxBytes: 6_000, maxAnswerBytes: 2_500 });
        for (const [key, length] of list) {
          await cache.put(key, answerOf('', { body: new Uint8Array(length) }), lifetime);
          expect(cache.bytes).toBeLessThanOrEqual(6_000);
        }
        clock.nowMs += 10_000;
        await Promise.all(['a', 'b', 'c', 'd', 'e'].map((key) => cache.get(key)));
        expect([cache.bytes, cache.answers]).toEqual([0, 0]);
      }),
    );
  });

  it('does not keep an answer that is too large, nor the one it would have replaced', async () => {
    const { cache } = cacheAt({ maxBytes: 10_000, maxAnswerBytes: 100 });
    await cache.put('k', answerOf('hi'), lifetime);
    await cache.put('k', answerOf('', { body: new Uint8Array(101) }), lifetime);
    expect(await cache.get('k')).toBeUndefined();
    expect(cache.answers).toBe(0);
  });
});
