import { describe, expect, it } from 'vitest';

import { longestAnswer, longestPrompt } from '../../../../shared/tokens/fit/context-window.ts';

describe('longestPrompt', () => {
  it('leaves one token for the answer, or is the longest input', () => {
    expect(longestPrompt({ contextTokens: 100 })).toBe(99);
    expect(longestPrompt({ contextTokens: 400, maxInputTokens: 272 })).toBe(272);
    expect(longestPrompt({})).toBe(Infinity);
  });
});

describe('longestAnswer', () => {
  it('is what the prompt leaves, or the longest output', () => {
    expect(longestAnswer({ contextTokens: 100 }, 40)).toBe(60);
    expect(longestAnswer({ contextTokens: 100, maxOutputTokens: 16 }, 40)).toBe(16);
    expect(longestAnswer({}, 40)).toBe(Infinity);
  });
});
