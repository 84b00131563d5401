import { describe, expect, it } from 'vitest';

import { sumOf } from '../../../../shared/tokens/chat/weight.ts';

describe('sumOf', () => {
  it('has all texts and tokens, and is exact if all are', () => {
    const exact = { texts: ['a'], tokens: 2, isExact: true };
    expect(sumOf([exact, { texts: ['b', 'c'], tokens: 3, isExact: false }])).toEqual({
      texts: ['a', 'b', 'c'],
      tokens: 5,
      isExact: false,
    });
    expect(sumOf([exact, exact]).isExact).toBe(true);
    expect(sumOf([])).toEqual({ texts: [], tokens: 0, isExact: true });
  });
});
