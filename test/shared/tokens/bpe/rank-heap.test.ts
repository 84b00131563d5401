import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { placeIn, RankHeap, rankIn } from '../../../../shared/tokens/bpe/rank-heap.ts';

describe('RankHeap', () => {
  it('gives the lowest rank first, and the leftmost among equals', () => {
    const rank = fc.nat(200_000);
    const place = fc.nat(2 ** 31);
    fc.assert(
      fc.property(fc.array(fc.tuple(rank, place), { maxLength: 3000 }), (pairs) => {
        const heap = new RankHeap();
        for (const pair of pairs) heap.push(...pair);
        const popped: [number, number][] = [];
        while (heap.size > 0) {
          const pair = heap.pop();
          popped.push([rankIn(pair), placeIn(pair)]);
        }
        expect(popped).toEqual(pairs.toSorted(([a, b], [c, d]) => a - c || b - d));
      }),
      { numRuns: 50 },
    );
  });

  it('grows beyond its first size', () => {
    const heap = new RankHeap();
    for (let rank = 5000; rank > 0; rank -= 1) heap.push(rank, 7);
    expect([rankIn(heap.pop()), heap.size]).toEqual([1, 4999]);
  });
});
