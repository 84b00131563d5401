import { expect, it } from 'vitest';
import { usageObject } from '../../../shared/cache/usage-object.ts';
import { readUsage } from '../../../shared/openai/token-usage.ts';

it('tells usage on the wire as it was read from there', () => {
  const usage = {
    promptTokens: 9,
    completionTokens: 4,
    totalTokens: 13,
    cachedTokens: 8,
    reasoningTokens: 2,
    estimated: false,
  };
  expect(readUsage(usageObject(usage))).toEqual(usage);
  const { cachedTokens: _, reasoningTokens: __, ...plain } = usage;
  expect(usageObject(plain)).toEqual({ prompt_tokens: 9, completion_tokens: 4, total_tokens: 13 });
});

it('does not pass an estimate off as the provider’s word', () => {
  expect(usageObject({ promptTokens: 0, completionTokens: 4, totalTokens: 4, estimated: true })).toBeUndefined();
  expect(usageObject(undefined)).toBeUndefined();
});
