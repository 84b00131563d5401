import { describe, expect, it } from 'vitest';

import { addUsage, readUsage } from '../../../shared/openai/token-usage.ts';

describe('readUsage', () => {
  it('reads the usage of a chat completion with its details', () => {
    const wire = {
      prompt_tokens: 10,
      completion_tokens: 5,
      total_tokens: 15,
      prompt_tokens_details: { cached_tokens: 4, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 3 },
    };
    expect(readUsage(wire)).toEqual({
      promptTokens: 10,
      completionTokens: 5,
      totalTokens: 15,
      cachedTokens: 4,
      reasoningTokens: 3,
      estimated: false,
    });
  });

  it('reads what was written to a cache, and audio, where there was any', () => {
    const wire = {
      prompt_tokens: 10,
      completion_tokens: 5,
      prompt_tokens_details: { cache_creation_tokens: 6, audio_tokens: 3 },
      completion_tokens_details: { audio_tokens: 2 },
    };
    const usage = readUsage(wire) ?? expect.unreachable();
    expect(usage).toMatchObject({ cacheWriteTokens: 6, audioPromptTokens: 3, audioCompletionTokens: 2 });
    expect(addUsage(usage, usage)).toMatchObject({
      cacheWriteTokens: 12,
      audioPromptTokens: 6,
      audioCompletionTokens: 4,
    });
  });

  it('reads the usage of embeddings, which have no output', () => {
    expect(readUsage({ prompt_tokens: 8, total_tokens: 8 })).toEqual({
      promptTokens: 8,
      completionTokens: 0,
      totalTokens: 8,
      estimated: false,
    });
  });

  it('reads the usage of a response', () => {
    const wire = {
      input_tokens: 7,
      output_tokens: 2,
      total_tokens: 9,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens_details: { reasoning_tokens: 1 },
    };
    expect(readUsage(wire)).toMatchObject({
      promptTokens: 7,
      completionTokens: 2,
      cachedTokens: 0,
      reasoningTokens: 1,
    });
  });

  it('adds up a total that is missing', () => {
    expect(readUsage({ prompt_tokens: 1, completion_tokens: 2 })?.totalTokens).toBe(3);
  });

  it.each([
    null,
    undefined,
    'x',
    3,
    [],
    {},
    { prompt_tokens: '3' },
    { prompt_tokens: -1 },
    { prompt_tokens: Number.NaN },
  ])('knows no usage in %j', (wire) => {
    expect(readUsage(wire)).toBeUndefined();
  });

  it('leaves out details that are not counts', () => {
    const wire = {
      prompt_tokens: 1,
      prompt_tokens_details: null,
      completion_tokens_details: { reasoning_tokens: 'a' },
    };
    expect(readUsage(wire)).toEqual({ promptTokens: 1, completionTokens: 0, totalTokens: 1, estimated: false });
  });
});

describe('addUsage', () => {
  const plain = { promptTokens: 1, completionTokens: 2, totalTokens: 3, estimated: false };

  it('sums the counts', () => {
    expect(addUsage(plain, plain)).toEqual({ promptTokens: 2, completionTokens: 4, totalTokens: 6, estimated: false });
  });

  it('keeps a detail that only one side names', () => {
    expect(addUsage({ ...plain, cachedTokens: 1 }, { ...plain, reasoningTokens: 2 })).toMatchObject({
      cachedTokens: 1,
      reasoningTokens: 2,
    });
  });

  it('is estimated when either side is', () => {
    expect(addUsage(plain, { ...plain, estimated: true }).estimated).toBe(true);
  });
});
