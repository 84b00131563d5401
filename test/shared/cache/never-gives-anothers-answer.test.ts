import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerCache } from '../../../shared/cache/answer-cache.ts';
import { cacheKey, type CacheQuestion, type CacheScope } from '../../../shared/cache/cache-key.ts';
import { Coalescer } from '../../../shared/cache/coalesce.ts';
import { MemoryCache } from '../../../shared/cache/memory-cache.ts';
import { RedisCache } from '../../../shared/cache/redis-cache.ts';
import { SemanticCache } from '../../../shared/cache/semantic-cache.ts';
import { answerOf } from './chat-samples.ts';

const secret = createSecretKey(Buffer.alloc(32, 7));

// Names made to be mistaken for one another: few letters, and those that separate.
const name = fc.string({ unit: fc.constantFrom('a', 'b', '"', ',', ':', '\n'), maxLength: 3 });
const scope: fc.Arbitrary<CacheScope> = fc.oneof(
  name.map((caller) => ({ caller })),
  name.map((shared) => ({ shared })),
);
const request = fc.record(
  {
    messages: fc.constantFrom(
      [{ role: 'user', content: 'a' }],
      [{ role: 'user', content: 'b' }],
      [{ role: 'user', content: 'a', name: 'b' }],
    ),
    temperature: fc.constantFrom(0, 1, null),
    stream: fc.boolean(),
    user: name,
    b: name,
  },
  { requiredKeys: ['messages'] },
);
const question: fc.Arbitrary<CacheQuestion> = fc.record({
  scope,
  policyVersion: name,
  operation: fc.constant('chat'),
  model: name,
  request,
});
// Few questions from few callers, so that the same is often asked again, and by another.
const calls = fc
  .tuple(fc.array(question, { minLength: 1, maxLength: 3 }), fc.array(scope, { minLength: 1, maxLength: 3 }))
  .chain(([questions, scopes]) =>
    fc.array(
      fc.tuple(fc.constantFrom(...questions), fc.constantFrom(...scopes)).map(([one, by]) => ({ ...one, scope: by })),
      { minLength: 2, maxLength: 40 },
    ),
  );

/** For whom, of which model and under which policy an answer was made: what it must never be given beyond. */
const originOf = ({ scope: of, policyVersion, model }: CacheQuestion) => JSON.stringify([of, policyVersion, model]);

function overMap(): AnswerCache {
  const values = new Map<string, Buffer>();
  return new RedisCache(
    {
      get: async (key) => values.get(key) ?? null,
      set: async (key, value) => void values.set(key, value),
      del: async () => 0,
    },
    {
      keyPrefix: '',
      maxAnswerBytes: 10_000,
      lookupTimeoutMs: 1_000,
      now: () => 1_000_000,
      onFailure: () => expect.unreachable(),
    },
  );
}
const inMemory = (): AnswerCache => new MemoryCache({ maxBytes: 20_000, maxAnswerBytes: 10_000 }, () => 1_000_000);
const lifetime = { ttlMs: 1_000, staleForMs: 0 };

describe('whoever calls, and whatever they ask', () => {
  it.each([
    ['memory', inMemory],
    ['Redis', overMap],
  ])('no answer kept in %s is given to another caller', async (_, create) => {
    let hits = 0;
    await fc.assert(
      fc.asyncProperty(calls, async (asked) => {
        const cache = create();
        for (const one of asked) {
          const key = cacheKey(secret, one);
          const found = await cache.get(key);
          if (found === undefined) {
            await cache.put(key, answerOf('', { body: Buffer.from(originOf(one)) }), lifetime);
          } else {
            hits += 1;
            expect(Buffer.from(found.answer.body).toString()).toBe(originOf(one));
          }
        }
      }),
    );
    expect(hits).toBeGreaterThan(0);
  });

  it('no answer to a like question is given to another caller', async () => {
    let hits = 0;
    await fc.assert(
      fc.asyncProperty(calls, async (asked) => {
        const answers = inMemory();
        const cache = new SemanticCache({
          secret,
          answers,
          // Everything is like everything: only the partitions keep callers apart.
          embed: async () => Float32Array.of(1),
          embeddingModel: 'm',
          minSimilarity: 0.5,
          maxPerPartition: 5,
          maxBytes: 10_000,
          onFailure: () => expect.unreachable(),
        });
        for (const one of asked) {
          const looked = await cache.lookUp(one);
          if (looked?.found !== undefined) {
            hits += 1;
            expect(Buffer.from(looked.found.answer.body).toString()).toBe(originOf(one));
          }
          await answers.put(cacheKey(secret, one), answerOf('', { body: Buffer.from(originOf(one)) }), lifetime);
          looked?.remember(cacheKey(secret, one));
        }
      }),
    );
    expect(hits).toBeGreaterThan(0);
  });

  it('no call under way is joined by another caller', async () => {
    await fc.assert(
      fc.asyncProperty(calls, async (asked) => {
        const coalescer = new Coalescer<string>();
        const { signal } = new AbortController();
        const given = asked.map(async (one) => {
          const { result } = await coalescer.run(cacheKey(secret, one), signal, async () => originOf(one));
          expect(result).toBe(originOf(one));
        });
        await Promise.all(given);
      }),
    );
  });
});
