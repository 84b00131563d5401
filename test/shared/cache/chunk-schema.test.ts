import { describe, expect, it } from 'vitest';
import { chunkSchema, filterResultsSchema, logprobsSchema } from '../../../shared/cache/chunk-schema.ts';
import { chunkOf } from './chat-samples.ts';

const isKnown = (chunk: unknown) => chunkSchema.safeParse(chunk).success;

describe('the chunks that add up', () => {
  it.each([
    chunkOf({ role: 'assistant', content: '', refusal: null }),
    chunkOf({ tool_calls: [{ index: 0, id: 'c', type: 'function', function: { name: 'f', arguments: '' } }] }),
    chunkOf({}, { content_filter_results: { hate: { filtered: false, severity: 'safe' } } }, 'stop'),
    { ...chunkOf({ content: 'x' }), obfuscation: 'abc', service_tier: 'default', usage: null },
    { choices: [], created: 0, id: '', model: '', object: '', prompt_filter_results: [] },
    { choices: [{ index: 0, finish_reason: null, content_filter_results: {}, content_filter_offsets: {} }] },
    { ...chunkOf({ content: 'x', reasoning_content: null }), citations: null },
  ])('are of known members, or unknown ones that say nothing: %j', (chunk) => {
    expect(isKnown(chunk)).toBe(true);
  });

  it.each([
    { ...chunkOf({ content: 'x' }), citations: ['a'] },
    chunkOf({ content: 'x', reasoning_content: 'y' }),
    chunkOf({ audio: { id: 'a' } }),
    chunkOf({ tool_calls: [{ index: 0, type: 'custom', custom: { name: 'n', input: 'i' } }] }),
    { error: { message: 'no' } },
  ])('are not of members that may add up in any way: %j', (chunk) => {
    expect(isKnown(chunk)).toBe(false);
  });

  it('have log probabilities and verdicts as whole answers do', () => {
    expect(logprobsSchema.safeParse({ content: [{ token: 'a', logprob: -1 }], refusal: null }).success).toBe(true);
    expect(filterResultsSchema.safeParse({ hate: { filtered: true } }).success).toBe(true);
  });
});
