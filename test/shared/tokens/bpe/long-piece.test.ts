import { describe, expect, it } from 'vitest';

import { BlockMerger } from '../../../../shared/tokens/bpe/block-merger.ts';
import { encodeLongPiece } from '../../../../shared/tokens/bpe/long-piece.ts';
import { randomFrom } from '../corpus.ts';
import { cl100k, o200k } from '../loaded-encodings.ts';

const random = randomFrom(5);
const mix = (letters: readonly string[], length: number): string =>
  Array.from({ length }, () => letters[random(letters.length)] ?? '').join('');

describe.each([o200k, cl100k])('encodeLongPiece in $name', (encoding) => {
  it.each([
    { name: 'one letter', text: 'a'.repeat(50_001) },
    { name: 'spaces', text: ' '.repeat(70_007) },
    { name: 'two letters', text: mix(Array.from('ab'), 40_000) },
    { name: 'frequent letters', text: mix(Array.from('etaoinshrdlu'), 60_000) },
    { name: 'Thai', text: mix(Array.from('กขคงจฉชซาิีุ'), 20_000) },
    { name: 'emoji', text: mix(['😀', '👩', '\u200d', '🏽'], 20_000) },
    { name: 'half characters', text: mix(['\ud83d', '\ude00', 'x'], 20_000) },
    { name: 'lines', text: mix(['-', '=', '--------', '================', '*'], 20_000) },
  ])('makes of $name, block by block, what one block makes of it', ({ text }) => {
    const bytes = Buffer.from(text);
    const { count, borders } = new BlockMerger(encoding.vocabulary).merge(bytes, 0, bytes.length);
    const whole = Array.from({ length: count }, (_, token) =>
      encoding.vocabulary.rankOf(bytes, borders[token] ?? 0, borders[token + 1] ?? 0),
    );
    const ranks: number[] = [];
    const steps = [...encodeLongPiece(`..${text}..`, 2, 2 + text.length, encoding, ranks)];
    expect(ranks).toEqual(whole);
    expect(steps.length).toBeGreaterThanOrEqual(Math.floor(bytes.length / 8192));
  });
});
