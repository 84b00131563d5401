import { describe, expect, it } from 'vitest';

import { longestTokenBytes, noRank, Vocabulary } from '../../../../shared/tokens/bpe/vocabulary.ts';
import { publishedTokens } from '../../../../local/cli/pack-ranks.ts';
import { cl100k, o200k } from '../loaded-encodings.ts';

describe('Vocabulary', () => {
  it.each([o200k, cl100k])(
    'of $name has every published token under its rank, and the bytes of each rank',
    (encoding) => {
      const published = publishedTokens(encoding.name);
      expect(encoding.vocabulary.size).toBe(published.length);
      const wrong = published.filter(
        (token, rank) =>
          encoding.vocabulary.rankOf(token, 0, token.length) !== rank ||
          !token.equals(encoding.vocabulary.bytesOf(rank)),
      );
      expect(wrong).toEqual([]);
    },
  );

  it('answers for a part of the bytes it is shown', () => {
    expect(o200k.vocabulary.rankOf(Buffer.from('(Hello)'), 1, 6)).toBe(13225);
  });

  it('says of other bytes that they are no token', () => {
    const { vocabulary } = o200k;
    expect(vocabulary.rankOf(Buffer.from('zqxjk zqxjk'), 0, 11)).toBe(noRank);
    expect(vocabulary.rankOf(Buffer.alloc(200, 97), 0, longestTokenBytes + 1)).toBe(noRank);
    expect(vocabulary.rankOfPair(0xff, 0xfe)).toBe(noRank);
    expect(vocabulary.bytesOf(999_999)).toHaveLength(0);
  });

  it('takes its tokens in while it gives the thread back between', () => {
    const vocabulary = new Vocabulary(3, 4);
    const steps = [...vocabulary.fill(Uint8Array.of(1, 1, 2, 97, 98, 97, 98))];
    expect(steps.length).toBeGreaterThan(0);
    expect(vocabulary.rankOf(Buffer.from('ab'), 0, 2)).toBe(2);
  });
});
