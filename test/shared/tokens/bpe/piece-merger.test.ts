import { describe, expect, it } from 'vitest';

import { PieceMerger, shortPieceBytes } from '../../../../shared/tokens/bpe/piece-merger.ts';
import { o200k } from '../loaded-encodings.ts';

const merger = new PieceMerger(o200k.vocabulary);

function tokensOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const { count, borders } = merger.merge(bytes, 0, bytes.length);
  return Array.from({ length: count }, (_, token) => bytes.toString('utf8', borders[token], borders[token + 1]));
}

describe('PieceMerger', () => {
  it('joins the bytes of a piece to tokens', () => {
    expect(tokensOf('tokenization')).toEqual(['token', 'ization']);
    expect(tokensOf('x')).toEqual(['x']);
  });

  it('finds the same tokens by scanning and by heap, on either side of the border between them', () => {
    const pattern = 'antidisestablishmentarianism';
    for (let length = shortPieceBytes - 8; length <= shortPieceBytes + 8; length += 1) {
      const text = pattern.repeat(6).slice(0, length);
      const whole = tokensOf(text);
      expect(whole.join('')).toBe(text);
      // A run of whole tokens is encoded as those tokens, so the heap's part must agree with the scan's.
      const head = whole.slice(0, 5);
      expect(tokensOf(head.join(''))).toEqual(head);
    }
  });

  it('works on a part of the bytes', () => {
    const bytes = Buffer.from('((tokenization))');
    const { count, borders } = merger.merge(bytes, 2, bytes.length - 2);
    expect(Array.from(borders.subarray(0, count + 1))).toEqual([2, 7, 14]);
  });
});
