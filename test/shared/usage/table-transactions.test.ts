import { describe, expect, it } from 'vitest';
import { transactionsOf } from '../../../shared/usage/table-transactions.ts';

describe('transactionsOf', () => {
  it('keeps partitions apart and groups to a hundred rows', () => {
    const entities = Array.from({ length: 250 }, (_, row) => ({ partitionKey: row < 201 ? 'a' : 'b', row }));
    const groups = transactionsOf(entities);
    expect(groups.map((group) => [group[0]?.partitionKey, group.length])).toEqual([
      ['a', 100],
      ['a', 100],
      ['a', 1],
      ['b', 49],
    ]);
    expect(groups.flat().map(({ row }) => row)).toEqual(entities.map(({ row }) => row));
  });
});
