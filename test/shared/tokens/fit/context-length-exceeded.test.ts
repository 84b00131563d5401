import { describe, expect, it } from 'vitest';

import { contextLengthExceeded } from '../../../../shared/tokens/fit/context-length-exceeded.ts';

describe('contextLengthExceeded', () => {
  it('is OpenAI’s error, down to its words', () => {
    expect(contextLengthExceeded({ contextTokens: 8192 }, 9000, 0).toBody()).toEqual({
      error: {
        message:
          "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens. Please reduce the length of the messages.",
        type: 'invalid_request_error',
        param: 'messages',
        code: 'context_length_exceeded',
      },
    });
  });

  it('tells functions apart', () => {
    expect(contextLengthExceeded({ contextTokens: 8192 }, 9000, 700).message).toMatch(
      'resulted in 9000 tokens (8300 in the messages, 700 in the functions). Please reduce the length of the messages or functions.',
    );
  });

  it('names the longest input where that is less than the window', () => {
    expect(contextLengthExceeded({ contextTokens: 400_000, maxInputTokens: 272_000 }, 300_000, 0).message).toMatch(
      /^Input tokens exceed the configured limit of 272000 tokens\. Your messages resulted in 300000 tokens\./,
    );
  });
});
