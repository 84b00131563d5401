import { expect, it } from 'vitest';
import { withPromptCounted } from '../../../shared/gateway/with-prompt-counted.ts';
import { findModel } from '../../../shared/models/catalogue.ts';
import { createEncodings } from '../../../shared/tokens/bpe/encodings.ts';

const parts = { findModel, encodings: createEncodings() };
const chat = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }] };
const estimate = { promptTokens: 0, completionTokens: 3, totalTokens: 3, estimated: true };

it('counts the prompt where the upstream never told', async () => {
  expect(await withPromptCounted(estimate, chat, { model: 'gpt-4o' }, parts)).toEqual({
    ...estimate,
    promptTokens: 8,
    totalTokens: 11,
  });
});

it('leaves alone what the upstream told', async () => {
  const told = { ...estimate, promptTokens: 12, totalTokens: 15, estimated: false };
  expect(await withPromptCounted(told, chat, { model: 'gpt-4o' }, parts)).toBe(told);
});
