import { describe, expect, it } from 'vitest';
import { parseCacheControl } from '../../../shared/cache/cache-control.ts';
import { lookUp } from '../../../shared/cache/look-up.ts';
import { MemoryCache } from '../../../shared/cache/memory-cache.ts';
import { answerOf } from './chat-samples.ts';

async function lookedUp(header: string, ageMs: number) {
  const nowMs = 1_000_000 + ageMs;
  const cache = new MemoryCache({ maxBytes: 10_000, maxAnswerBytes: 1_000 }, () => nowMs);
  await cache.put('k', answerOf('hi'), { ttlMs: 60_000, staleForMs: 60_000 });
  return lookUp(cache, 'k', parseCacheControl(header), nowMs);
}

describe('a look-up', () => {
  it('gives a fresh answer', async () => {
    expect(await lookedUp('', 59_999)).toMatchObject({ outcome: 'hit', answer: { deployment: 'east-gpt-4o' } });
  });

  it('keeps a stale answer at hand should the call fail', async () => {
    expect(await lookedUp('', 60_000)).toMatchObject({ outcome: 'miss', fallback: { deployment: 'east-gpt-4o' } });
  });

  it('gives nothing older than the caller takes', async () => {
    expect(await lookedUp('max-age=30', 30_000)).toMatchObject({ outcome: 'hit' });
    expect(await lookedUp('max-age=30', 30_001)).toEqual({ outcome: 'miss', fallback: undefined });
    expect(await lookedUp('max-age=30', 90_000)).toEqual({ outcome: 'miss', fallback: undefined });
  });

  it.each(['no-cache', 'no-store'])('does not look when the caller says %s', async (header) => {
    expect(await lookedUp(header, 0)).toEqual({ outcome: 'bypass', fallback: undefined });
  });

  it('finds nothing where nothing is', async () => {
    expect(await lookedUp('', 120_000)).toEqual({ outcome: 'miss', fallback: undefined });
  });
});
