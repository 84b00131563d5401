import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { countText } from '../../../../shared/tokens/bpe/count-text.ts';
import { splitText } from '../../../../shared/tokens/split/split-text.ts';
import { corpus } from '../corpus.ts';
import { cl100k, o200k } from '../loaded-encodings.ts';

const paragraph = (name: string) => `${name} begins here. It goes on for a while, word by word. It ends.\n\n`;

describe('splitText', () => {
  it('gives a text that fits as one chunk, and nothing of an empty one', async () => {
    expect(await splitText('Hello, world!', { maxTokens: 10, encoding: o200k })).toEqual([
      { text: 'Hello, world!', start: 0, end: 13, tokens: 4 },
    ]);
    expect(await splitText('', { maxTokens: 10, encoding: o200k })).toEqual([]);
  });

  it('ends chunks with paragraphs', async () => {
    const text = ['One', 'Two', 'Three', 'Four'].map(paragraph).join('');
    const chunks = await splitText(text, { maxTokens: 24, encoding: o200k });
    expect(chunks.map((chunk) => chunk.text)).toEqual(['One', 'Two', 'Three', 'Four'].map(paragraph));
  });

  it('repeats the end of a chunk, from a sentence on', async () => {
    const text = ['One', 'Two', 'Three'].map(paragraph).join('');
    const chunks = await splitText(text, { maxTokens: 24, overlapTokens: 6, encoding: o200k });
    expect(chunks[1]?.text).toMatch(/^It ends\.\n\nTwo begins/);
  });

  it.each([
    [3, 0],
    [4.5, 0],
    [100, 26],
    [100, -1],
  ])('refuses chunks of %d tokens with %d repeated', async (maxTokens, overlapTokens) => {
    await expect(splitText('x', { maxTokens, overlapTokens, encoding: o200k })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });

  it('covers the whole text with chunks in order that are never too long and tear no character', async () => {
    const texts = corpus().filter((text) => text.isWellFormed());
    const text = fc.array(fc.constantFrom(...texts), { minLength: 1, maxLength: 6 }).map((parts) => parts.join('\n\n'));
    const sizes = fc.integer({ min: 4, max: 120 }).chain((maxTokens) =>
      fc.record({
        maxTokens: fc.constant(maxTokens),
        overlapTokens: fc.nat(Math.floor(maxTokens / 4)),
        encoding: fc.constantFrom(o200k, cl100k),
      }),
    );
    await fc.assert(
      fc.asyncProperty(text, sizes, async (whole, options) => {
        const chunks = await splitText(whole, options);
        let covered = 0;
        for (const chunk of chunks) {
          expect(chunk.text).toBe(whole.slice(chunk.start, chunk.end));
          expect(chunk.text.isWellFormed()).toBe(true);
          expect(chunk.start).toBeLessThanOrEqual(covered);
          expect(chunk.end).toBeGreaterThan(covered);
          expect(chunk.tokens).toBe(await countText(chunk.text, options.encoding));
          expect(chunk.tokens).toBeLessThanOrEqual(options.maxTokens);
          covered = chunk.end;
        }
        expect(covered).toBe(whole.length);
      }),
      { numRuns: 200 },
    );
  });

  it('splits a megabyte without end of a sentence', async () => {
    const chunks = await splitText('abc'.repeat(350_000), { maxTokens: 8000, overlapTokens: 100, encoding: o200k });
    expect(chunks.at(-1)?.end).toBe(1_050_000);
  });
});
