import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { countText } from '../../../../shared/tokens/bpe/count-text.ts';
import { cutText } from '../../../../shared/tokens/bpe/cut-text.ts';
import { corpus } from '../corpus.ts';
import { cl100k, o200k } from '../loaded-encodings.ts';

const text = 'One two three four five six seven eight nine ten eleven twelve';

describe('cutText', () => {
  it('leaves a text that fits as it is', async () => {
    expect(await cutText(text, 12, o200k, 'end')).toBe(text);
    expect(await cutText('', 0, o200k, 'end')).toBe('');
  });

  it('keeps the beginning, or the beginning and the end', async () => {
    expect(await cutText(text, 4, o200k, 'end')).toBe('One two three four');
    expect(await cutText(text, 8, o200k, 'middle')).toMatch(/^One two( three)?\n…\n.*twelve$/);
  });

  it('leaves nothing where nothing may be', async () => {
    expect(await cutText(text, 0, o200k, 'end')).toBe('');
    expect(await cutText(text, 1, o200k, 'middle')).toBe('');
  });

  it('never exceeds its limit and never tears a character', async () => {
    const wellFormed = corpus().filter((candidate) => candidate.isWellFormed());
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...wellFormed),
        fc.nat(60),
        fc.constantFrom('end' as const, 'middle' as const),
        fc.constantFrom(o200k, cl100k),
        async (whole, maxTokens, cut, encoding) => {
          const kept = await cutText(whole, maxTokens, encoding, cut);
          expect(await countText(kept, encoding)).toBeLessThanOrEqual(maxTokens);
          expect(kept.isWellFormed()).toBe(true);
          if (cut === 'end') expect(whole.startsWith(kept)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
