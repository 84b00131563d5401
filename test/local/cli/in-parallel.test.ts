import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { inParallel } from '../../../local/cli/in-parallel.ts';

it('answers in the order of the items, working on no more than the limit at a time', async () => {
  let active = 0;
  let most = 0;
  const doubled = await inParallel([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    active += 1;
    most = Math.max(most, active);
    for (let turn = 0; turn < 8 - item; turn += 1) await setImmediate();
    active -= 1;
    return item * 2;
  });
  expect(doubled).toEqual([2, 4, 6, 8, 10, 12, 14]);
  expect(most).toBe(3);
});

it('has nothing to do for no items', async () => {
  expect(await inParallel([], 3, () => Promise.reject(new Error('called')))).toEqual([]);
});
