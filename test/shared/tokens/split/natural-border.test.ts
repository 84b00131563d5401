import { describe, expect, it } from 'vitest';

import { naturalBorder, overlapBorder } from '../../../../shared/tokens/split/natural-border.ts';

const before = (text: string, place: number | undefined) => (place === undefined ? undefined : text.slice(0, place));

describe('naturalBorder', () => {
  it.each([
    ['the end of a paragraph', 'One. Two.\n\nThree. Four', 'One. Two.\n\n'],
    ['of a sentence', 'One two. Three four five', 'One two. '],
    ['of a quoted sentence', 'He said “no.” And then', 'He said “no.” '],
    ['of a Chinese sentence', '人人生而自由。他们赋有理性', '人人生而自由。'],
    ['of a line', 'one two\nthree four', 'one two\n'],
    ['of a word', 'one two three', 'one two '],
  ])('is %s', (_, text, expected) => {
    expect(before(text, naturalBorder(text, 0, text.length))).toBe(expected);
  });

  it('is looked for only where it was asked for', () => {
    const text = 'One.\n\nTwo three. Four five';
    expect(before(text, naturalBorder(text, 8, text.length))).toBe('One.\n\nTwo three. ');
    expect(naturalBorder('oneword', 0, 7)).toBeUndefined();
  });
});

describe('overlapBorder', () => {
  it('is the first beginning of a sentence, or else of a word', () => {
    const text = 'one two. Three four. Five';
    expect(text.slice(overlapBorder(text, 4, text.length))).toBe('Three four. Five');
    expect('one two three'.slice(overlapBorder('one two three', 2, 13))).toBe('two three');
  });

  it('may be the very place that was asked for', () => {
    expect(overlapBorder('one two three', 4, 13)).toBe(4);
  });

  it('is nowhere in a single word', () => {
    expect(overlapBorder('oneword', 2, 7)).toBeUndefined();
  });
});
