import { describe, expect, it } from 'vitest';

import { admissionEstimate } from '../../../shared/tokens/admission-estimate.ts';

const messages = [{ role: 'user', content: 'x'.repeat(4000) }];

describe('admissionEstimate', () => {
  it('takes four characters of the prompt for a token', () => {
    expect(admissionEstimate({ messages }, 'gpt-4o', 16)).toEqual({ promptTokens: 1007, answerTokens: 16 });
  });

  it('adds the longest answers the request allows', () => {
    expect(admissionEstimate({ messages, max_tokens: 100, n: 3 }, 'gpt-4o', 16).answerTokens).toBe(300);
    expect(
      admissionEstimate({ messages, max_completion_tokens: 50, max_tokens: null }, 'gpt-4o', 16).answerTokens,
    ).toBe(50);
  });
});
