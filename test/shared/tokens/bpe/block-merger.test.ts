import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { BlockMerger } from '../../../../shared/tokens/bpe/block-merger.ts';
import { PieceMerger, shortPieceBytes } from '../../../../shared/tokens/bpe/piece-merger.ts';
import { cl100k } from '../loaded-encodings.ts';

describe('BlockMerger', () => {
  it('joins as the plain scan does', () => {
    const blocks = new BlockMerger(cl100k.vocabulary);
    const scan = new PieceMerger(cl100k.vocabulary);
    const letters = fc.string({
      unit: fc.constantFrom(...Array.from('aabetinor th')),
      minLength: 2,
      maxLength: shortPieceBytes,
    });
    fc.assert(
      fc.property(fc.oneof(letters, fc.string({ maxLength: 30 })), (text) => {
        const bytes = Buffer.from(text).subarray(0, shortPieceBytes);
        const bordersBy = (merger: BlockMerger | PieceMerger): number[] => {
          const { count, borders } = merger.merge(bytes, 0, bytes.length);
          return Array.from(borders.subarray(0, count + 1));
        };
        expect(bordersBy(blocks)).toEqual(bordersBy(scan));
      }),
      { numRuns: 2000 },
    );
  });
});
