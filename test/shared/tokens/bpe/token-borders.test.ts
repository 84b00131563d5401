import { describe, expect, it } from 'vitest';

import { encodeText } from '../../../../shared/tokens/bpe/encode-text.ts';
import { inSlices } from '../../../../shared/tokens/bpe/in-slices.ts';
import { tokenBorderSteps } from '../../../../shared/tokens/bpe/token-borders.ts';
import { corpus } from '../corpus.ts';
import { cl100k, o200k } from '../loaded-encodings.ts';

const bordersOf = async (text: string, encoding = o200k) => [...(await inSlices(tokenBorderSteps(text, encoding)))];

describe('tokenBorderSteps', () => {
  it('gives the place behind each token', async () => {
    expect(await bordersOf('Hello, world!')).toEqual([5, 6, 12, 13]);
    expect(await bordersOf('')).toEqual([]);
  });

  it('puts the end of a token within a character before it', async () => {
    const borders = await bordersOf('a🫠b', cl100k);
    expect(borders.at(0)).toBe(1);
    expect(borders.slice(1).every((border) => border === 1 || border === 3 || border === 4)).toBe(true);
    expect(borders.at(-1)).toBe(4);
  });

  it('gives one for each token of any text, in order, the last at its end', async () => {
    for (const text of corpus().filter((_, place) => place % 5 === 0)) {
      const borders = await bordersOf(text);
      expect(borders).toHaveLength((await encodeText(text, o200k)).length);
      expect(borders).toEqual(borders.toSorted((left, right) => left - right));
      expect(borders.at(-1)).toBe(text.length);
    }
  });
});
