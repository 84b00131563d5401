import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VectorList } from '../../../shared/cache/vector-list.ts';

const vector = (...values: readonly number[]) => Float32Array.from(values);
const keysNear = (list: VectorList, near: Float32Array, least = 0.9) => list.near(near, least).map(({ key }) => key);

describe('a list of vectors', () => {
  it('finds those that point the same way, nearest first, whatever their length', () => {
    const list = new VectorList(2, 10);
    list.add('east', vector(5, 0));
    list.add('north', vector(0, 1));
    list.add('nearly east', vector(10, 3));
    expect(keysNear(list, vector(0.1, 0))).toEqual(['east', 'nearly east']);
    expect(list.near(vector(1, 0), 0)[0]).toEqual({ key: 'east', similarity: 1 });
    expect(keysNear(list, vector(0, -1), 0.5)).toEqual([]);
  });

  it('tells the cosine of two vectors', () => {
    const values = fc.float32Array({ minLength: 3, maxLength: 3, noNaN: true, min: -100, max: 100 });
    fc.assert(
      fc.property(values, values, (one, other) => {
        const size = (of: Float32Array) => Math.hypot(...of);
        fc.pre(size(one) > 0.01 && size(other) > 0.01);
        const list = new VectorList(3, 1);
        list.add('k', one);
        const product = one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
        expect(list.near(other, -2)[0]?.similarity).toBeCloseTo(product / size(one) / size(other), 4);
      }),
    );
  });

  it('holds so many and no more, the oldest out first', () => {
    const list = new VectorList(2, 3);
    ['a', 'b', 'c', 'd'].forEach((key) => list.add(key, vector(1, 0)));
    expect(keysNear(list, vector(1, 0)).toSorted()).toEqual(['b', 'c', 'd']);
    expect(list.bytes).toBeLessThan(1_000);
  });

  it('has one vector for a key, and none once it is deleted', () => {
    const list = new VectorList(2, 3);
    list.add('a', vector(1, 0));
    list.add('a', vector(0, 1));
    expect(keysNear(list, vector(1, 0))).toEqual([]);
    expect(keysNear(list, vector(0, 1))).toEqual(['a']);
    list.delete('a');
    list.delete('never there');
    expect(keysNear(list, vector(0, 1))).toEqual([]);
  });

  it('takes and finds nothing by a vector of another length, or of no direction', () => {
    const list = new VectorList(2, 3);
    list.add('a', vector(1, 0));
    for (const odd of [vector(1), vector(0, 0), vector(Number.NaN, 1), vector(Infinity, 1), vector()]) {
      list.add('odd', odd);
      expect(list.near(odd, -2)).toEqual([]);
    }
    expect(keysNear(list, vector(1, 0), -2)).toEqual(['a']);
  });
});
