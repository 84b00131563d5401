import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { mapConcurrently } from '../../../shared/usage/map-concurrently.ts';

describe('mapConcurrently', () => {
  it('gives results in the order of the items, and works on no more at once than it may', async () => {
    let [atWork, most] = [0, 0];
    const results = await mapConcurrently([5, 1, 3, 2, 4], 2, async (turns) => {
      atWork += 1;
      most = Math.max(most, atWork);
      for (let turn = 0; turn < turns; turn += 1) await nextTurn();
      atWork -= 1;
      return turns * 10;
    });
    expect(results).toEqual([50, 10, 30, 20, 40]);
    expect(most).toBe(2);
  });

  it('begins no more when one has failed', async () => {
    const begun: number[] = [];
    const work = async (item: number) => {
      begun.push(item);
      await nextTurn();
      throw new Error(`failed at ${item}`);
    };
    await expect(mapConcurrently([1, 2, 3, 4, 5], 2, work)).rejects.toThrow('failed at 1');
    await nextTurn();
    expect(begun).toEqual([1, 2]);
  });

  it('has nothing to do for no items', async () => {
    expect(await mapConcurrently([], 3, () => Promise.reject(new Error('never')))).toEqual([]);
  });
});
