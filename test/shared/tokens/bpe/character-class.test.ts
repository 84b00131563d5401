import { describe, expect, it } from 'vitest';

import { characterClass, classOf } from '../../../../shared/tokens/bpe/character-class.ts';

describe('classOf', () => {
  it.each([
    ['A', 'capital'],
    ['ǅ', 'capital'],
    ['ß', 'small'],
    ['日', 'shared'],
    ['ʰ', 'shared'],
    ['\u0301', 'mark'],
    ['9', 'number'],
    ['½', 'number'],
    [' ', 'space'],
    ['\u0085', 'space'],
    ['\u3000', 'space'],
    ['\r', 'lineBreak'],
    ['\n', 'lineBreak'],
    ['\ufeff', 'other'],
    ['\u200b', 'other'],
    ['😀', 'other'],
    ['\ud800', 'other'],
  ] as const)('of %j is %s', (character, name) => {
    expect(classOf(character.codePointAt(0) ?? 0)).toBe(characterClass[name]);
    expect(classOf(character.codePointAt(0) ?? 0)).toBe(characterClass[name]);
  });

  it('of a slash is other and slash', () => {
    expect(classOf(0x2f)).toBe(characterClass.other | characterClass.slash);
  });
});
