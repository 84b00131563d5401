import { describe, expect, it } from 'vitest';

import { createEncodings } from '../../../../shared/tokens/bpe/encodings.ts';

describe('createEncodings', () => {
  it('loads each encoding once, however many ask at the same time', async () => {
    const encodings = createEncodings();
    const [first, second, other] = await Promise.all([
      encodings.load('cl100k_base'),
      encodings.load('cl100k_base'),
      encodings.load('o200k_base'),
    ]);
    expect(second).toBe(first);
    expect([first.name, first.vocabulary.size]).toEqual(['cl100k_base', 100_256]);
    expect([other.name, other.vocabulary.size]).toEqual(['o200k_base', 199_998]);
    expect(await encodings.load('cl100k_base')).toBe(first);
  });
});
