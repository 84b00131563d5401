import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cacheKey, type CacheQuestion, type CacheScope } from '../../../shared/cache/cache-key.ts';
import { canonicalJson } from '../../../shared/cache/canonical-json.ts';

const secret = createSecretKey(Buffer.alloc(32, 7));
const question: CacheQuestion = {
  scope: { caller: 'team-a' },
  policyVersion: 'p1',
  operation: 'chat',
  model: 'gpt-4o',
  request: { messages: [{ role: 'user', content: 'hi' }], temperature: 0 },
};
const key = cacheKey(secret, question);
const keyWith = (more: object) => cacheKey(secret, { ...question, request: { ...question.request, ...more } });

const names = fc.string({ maxLength: 4 });
const scopes: fc.Arbitrary<CacheScope> = fc.oneof(
  names.map((caller) => ({ caller })),
  names.map((shared) => ({ shared })),
);
const requests = fc.dictionary(fc.constantFrom('messages', 'temperature', 'seed', 'tools', 'x'), fc.jsonValue());
const questions = fc.record({
  scope: scopes,
  policyVersion: names,
  operation: fc.constantFrom('chat', 'embeddings', 'responses'),
  model: names,
  request: requests,
});

/** What must be equal for an answer to be shared, written down apart from the code under test. */
const identityOf = ({ scope, policyVersion, operation, model, request }: CacheQuestion) =>
  [JSON.stringify(scope), policyVersion, operation, model, canonicalJson(request)].map(hexOf).join('&');
const hexOf = (text: string) => Buffer.from(text, 'utf16le').toString('hex');

describe('a cache key', () => {
  it('is shared by equal questions only, whoever asks and whatever they ask', () => {
    fc.assert(
      fc.property(questions, questions, (one, other) => {
        return (cacheKey(secret, one) === cacheKey(secret, other)) === (identityOf(one) === identityOf(other));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is never shared by two callers, nor by a caller and a group of the same name', () => {
    fc.assert(
      fc.property(questions, scopes, scopes, (asked, one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        return cacheKey(secret, { ...asked, scope: one }) !== cacheKey(secret, { ...asked, scope: other });
      }),
      { numRuns: 2_000 },
    );
  });

  it('is the same whatever order members come in', () => {
    const request = { temperature: 0, messages: [{ content: 'hi', role: 'user' }] };
    expect(cacheKey(secret, { ...question, request })).toBe(key);
  });

  it.each([
    { stream: true },
    { stream_options: { include_usage: true } },
    { user: 'u' },
    { safety_identifier: 's' },
    { metadata: { a: 'b' } },
    { prompt_cache_key: 'k' },
    { model: 'whatever the body says' },
  ])('does not depend on %j', (more) => {
    expect(keyWith(more)).toBe(key);
  });

  it.each([
    { temperature: 0.1 },
    { n: 2 },
    { seed: 1 },
    { max_tokens: 5 },
    { max_completion_tokens: 5 },
    { tools: [] },
    { store: true },
    { top_p: null },
    { a_member_of_next_year: true },
    { messages: [{ role: 'user', content: 'hi', user: 'u' }] },
    { messages: [{ role: 'user', content: 'hi ' }] },
    { messages: [{ role: 'system', content: 'hi' }] },
  ])('depends on %j', (more) => {
    expect(keyWith(more)).not.toBe(key);
  });

  it('counts for other operations every member but the model', () => {
    const asked = { ...question, operation: 'responses' };
    expect(cacheKey(secret, { ...asked, request: { ...asked.request, user: 'u' } })).not.toBe(cacheKey(secret, asked));
    expect(cacheKey(secret, { ...asked, request: { ...asked.request, model: 'm' } })).toBe(cacheKey(secret, asked));
  });

  it('cannot be made without the secret', () => {
    expect(cacheKey(createSecretKey(Buffer.alloc(32, 8)), question)).not.toBe(key);
    expect(key).toMatch(/^[\w-]{43}$/);
  });

  it('costs little', () => {
    const content = 'Tell me what there is to know about the thing. '.repeat(9);
    const request = { messages: Array.from({ length: 4 }, () => ({ role: 'user', content })), temperature: 0.2 };
    const asked = { ...question, request };
    expect(JSON.stringify(request).length).toBeGreaterThan(1_500);
    const rounds = Array.from({ length: 20 }, () => {
      const startedMs = performance.now();
      for (let at = 0; at < 200; at += 1) {
        cacheKey(secret, asked);
      }
      return ((performance.now() - startedMs) / 200) * 1_000;
    });
    // 10 µs on a quiet machine; the bound is for a busy one.
    expect(Math.min(...rounds)).toBeLessThan(60);
  });
});
