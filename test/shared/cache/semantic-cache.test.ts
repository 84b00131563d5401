import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CacheQuestion } from '../../../shared/cache/cache-key.ts';
import { MemoryCache } from '../../../shared/cache/memory-cache.ts';
import { SemanticCache, type SemanticCacheOptions } from '../../../shared/cache/semantic-cache.ts';
import { answerOf } from './chat-samples.ts';

const secret = createSecretKey(Buffer.alloc(32, 7));

/** In place of a model: the share of each letter in a text. */
const lettersOf = async (text: string) =>
  Float32Array.from({ length: 26 }, (_, at) => text.toLowerCase().split(String.fromCodePoint(97 + at)).length - 1);

function semanticCache(options: Partial<SemanticCacheOptions> = {}) {
  const clock = { nowMs: 1_000_000 };
  const failures: unknown[] = [];
  const answers = new MemoryCache({ maxBytes: 1_000_000, maxAnswerBytes: 10_000 }, () => clock.nowMs);
  const cache = new SemanticCache({
    secret,
    answers,
    embed: lettersOf,
    embeddingModel: 'letters',
    minSimilarity: 0.9,
    maxPerPartition: 10,
    maxBytes: 100_000,
    onFailure: (error) => failures.push(error),
    ...options,
  });
  const answer = async (asked: CacheQuestion, key: string) => {
    const looked = await cache.lookUp(asked);
    await answers.put(key, answerOf(key), { ttlMs: 1_000, staleForMs: 1_000 });
    looked?.remember(key);
  };
  const found = async (asked: CacheQuestion, minSimilarity?: number) => {
    const looked = await cache.lookUp(asked, minSimilarity);
    return looked?.found === undefined ? undefined : Buffer.from(looked.found.answer.body).toString();
  };
  return { cache, answers, answer, found, failures, clock };
}

const asking = (content: string, request: object = {}, more: object = {}): CacheQuestion => ({
  scope: { caller: 'team-a' },
  policyVersion: 'p1',
  operation: 'chat',
  model: 'gpt-4o',
  request: {
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content },
    ],
    ...request,
  },
  ...more,
});

describe('a semantic cache', () => {
  it('finds the answer to the same question in other words', async () => {
    const { answer, found } = semanticCache();
    await answer(asking('What is the capital of Italy?'), 'rome');
    expect(await found(asking('The capital of Italy is what?'))).toBe('{"text":"rome"}');
    expect(await found(asking('Sing me a hymn by Bach'))).toBeUndefined();
  });

  it.each([
    ['another caller', asking('What is the capital of Italy?', {}, { scope: { caller: 'team-b' } })],
    ['a group of the caller’s name', asking('What is the capital of Italy?', {}, { scope: { shared: 'team-a' } })],
    ['another model', asking('What is the capital of Italy?', {}, { model: 'gpt-4o-mini' })],
    ['another policy', asking('What is the capital of Italy?', {}, { policyVersion: 'p2' })],
    ['another temperature', asking('What is the capital of Italy?', { temperature: 1 })],
    ['other tools', asking('What is the capital of Italy?', { tools: [] })],
    ['a number', asking('What is the capital of Italy? 1')],
    [
      'another system prompt',
      asking('', {
        messages: [
          { role: 'system', content: 'Be long.' },
          { role: 'user', content: 'What is the capital of Italy?' },
        ],
      }),
    ],
    [
      'a history',
      asking('', {
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'Hi' },
          { role: 'user', content: 'What is the capital of Italy?' },
        ],
      }),
    ],
  ])('finds nothing across %s', async (_, other) => {
    const { answer, found } = semanticCache();
    await answer(asking('What is the capital of Italy?'), 'rome');
    expect(await found(other)).toBeUndefined();
  });

  it('lets callers be stricter than configured, and never laxer', async () => {
    const { answer, found } = semanticCache({ minSimilarity: 0.95 });
    await answer(asking('capital of Italy'), 'rome');
    const near = asking('capital of Italy, please');
    const { cache } = semanticCache({ minSimilarity: 0 });
    expect(await cache.lookUp(near)).toMatchObject({ found: undefined });
    expect(await found(near, 0)).toBeUndefined();
    expect(await found(asking('capital of  Italy'), Number.NaN)).toBe('{"text":"rome"}');
    expect(await found(asking('capital of Italy'), 1.01)).toBeUndefined();
  });

  it('gives a fresh answer before a nearer one that is stale, and forgets what is gone', async () => {
    const { answer, cache, clock, answers } = semanticCache();
    await answer(asking('abcd abcd'), 'old');
    clock.nowMs += 1_100;
    expect((await cache.lookUp(asking('abcd abcd')))?.found).toMatchObject({ isStale: true });
    await answers.put('new', answerOf('new', { storedAtMs: clock.nowMs }), { ttlMs: 1_000, staleForMs: 0 });
    (await cache.lookUp(asking('abcd abcde')))?.remember('new');
    expect((await cache.lookUp(asking('abcd abcd')))?.found).toMatchObject({ isStale: false });
    clock.nowMs += 2_000;
    expect((await cache.lookUp(asking('abcd abcd')))?.found).toBeUndefined();
  });

  it('holds so many bytes and no more, the least recently used partition out first', async () => {
    const { answer, found, cache } = semanticCache({ maxBytes: 2_000 });
    await answer(asking('abc', { seed: 1 }), 'one');
    await answer(asking('abc', { seed: 2 }), 'two');
    await found(asking('abc', { seed: 1 }));
    await answer(asking('abc', { seed: 3 }), 'three');
    expect(cache.bytes).toBeLessThanOrEqual(2_000);
    expect(await found(asking('abc', { seed: 1 }))).toBe('{"text":"one"}');
    expect(await found(asking('abc', { seed: 2 }))).toBeUndefined();
    expect(await found(asking('abc', { seed: 3 }))).toBe('{"text":"three"}');
  });

  it('does without when a text cannot be embedded, and says so', async () => {
    const { cache, failures } = semanticCache({ embed: () => Promise.reject(new Error('no model')) });
    expect(await cache.lookUp(asking('abc'))).toBeUndefined();
    expect(failures).toHaveLength(1);
  });

  it('asks for no embedding where there is no question', async () => {
    const { cache, failures } = semanticCache({ embed: () => Promise.reject(new Error('asked')) });
    expect(await cache.lookUp(asking('', { messages: [{ role: 'assistant', content: 'a' }] }))).toBeUndefined();
    expect(failures).toHaveLength(0);
  });
});
