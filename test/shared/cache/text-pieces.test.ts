import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textPieces } from '../../../shared/cache/text-pieces.ts';

describe('the pieces of a text', () => {
  it('make up the text, are few, and are whole characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 5_000, size: 'max' }), (text) => {
        const pieces = textPieces(text);
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        expect(pieces.length).toBeLessThanOrEqual(64);
        expect(pieces.every((piece) => piece.text.isWellFormed() && piece.text !== '')).toBe(true);
      }),
    );
  });

  it('are several for a text of some length, none for an empty one', () => {
    expect(textPieces('x'.repeat(100))).toHaveLength(4);
    expect(textPieces('')).toEqual([]);
  });

  it('each have the tokens they are made of', () => {
    const tokens = Array.from({ length: 30 }, (_, at) => ({ token: `word${at} ` }));
    const text = tokens.map(({ token }) => token).join('');
    const pieces = textPieces(text, tokens);
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.flatMap((piece) => piece.tokens ?? [])).toEqual(tokens);
    for (const piece of pieces) {
      expect(piece.tokens?.map(({ token }) => token).join('')).toBe(piece.text);
    }
  });

  it('are one when the tokens do not spell the text', () => {
    const tokens = [{ token: '\\xf0\\x9f' }, { token: '\\x98\\x80' }];
    expect(textPieces('😀', tokens)).toEqual([{ text: '😀', tokens }]);
  });

  it('do not part two tokens in the middle of a character', () => {
    const tokens = [{ token: `${'x'.repeat(40)}\ud83d` }, { token: '\ude00 and more' }];
    expect(textPieces(`${'x'.repeat(40)}😀 and more`, tokens)).toHaveLength(1);
  });
});
