import { describe, expect, it } from 'vitest';

import { encodingNameOf, isCountable } from '../../../../shared/tokens/chat/counted-model.ts';

describe('encodingNameOf', () => {
  it('is the model’s encoding, or o200k_base where none is published', () => {
    expect(encodingNameOf({ name: 'gpt-4', encoding: 'cl100k_base' })).toBe('cl100k_base');
    expect(encodingNameOf({ name: 'claude-sonnet-4' })).toBe('o200k_base');
  });
});

describe('isCountable', () => {
  it('holds for a known encoding of a model that does not reason', () => {
    expect(isCountable({ name: 'gpt-4o', encoding: 'o200k_base', reasoning: false })).toBe(true);
    expect(isCountable({ name: 'gpt-5', encoding: 'o200k_base', reasoning: true })).toBe(false);
    expect(isCountable({ name: 'gpt-6', encoding: 'o200k_base', encodingAssumed: true })).toBe(false);
    expect(isCountable({ name: 'claude-sonnet-4' })).toBe(false);
  });
});
