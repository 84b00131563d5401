import { describe, expect, it } from 'vitest';
import { looksLikeToken } from '../../../shared/identity/looks-like-token.ts';

describe('looksLikeToken', () => {
  it.each(['eyJh.eyJi.c2ln', 'a.b.', 'a-_.b.c'])('is so for %s', (text) => {
    expect(looksLikeToken(text)).toBe(true);
  });

  it.each(['', 'a.b', '..', 'a..c', 'a.b.c.d', 'a.b.c d', 'a.b.c=', 'sluice_abcdefghij_secret', 'sk-proj'])(
    'is not so for %j',
    (text) => {
      expect(looksLikeToken(text)).toBe(false);
    },
  );
});
