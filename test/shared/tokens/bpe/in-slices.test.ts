import { describe, expect, it } from 'vitest';

import { inSlices } from '../../../../shared/tokens/bpe/in-slices.ts';

function* steps(count: number, stepMs: number): Generator<undefined, string> {
  for (let step = 0; step < count; step += 1) {
    const endMs = performance.now() + stepMs;
    while (performance.now() < endMs);
    yield;
  }
  return 'done';
}

describe('inSlices', () => {
  it('resolves to what the work returns', async () => {
    expect(await inSlices(steps(3, 0))).toBe('done');
  });

  it('lets the event loop turn while long work is under way', async () => {
    let turns = 0;
    const count = () => {
      turns += 1;
      handle = setImmediate(count);
    };
    let handle = setImmediate(count);
    await inSlices(steps(30, 1));
    clearImmediate(handle);
    expect(turns).toBeGreaterThan(2);
  });

  it('runs one slice of all work in a round of the event loop', async () => {
    const order: string[] = [];
    const work = async (name: string) => {
      await inSlices(steps(4, 3));
      order.push(name);
    };
    await Promise.all([work('first'), work('second')]);
    expect(order).toEqual(['first', 'second']);
  });

  it('rejects with the reason of its signal and does no further step', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    let taken = 0;
    const work = (function* (): Generator<undefined, void> {
      for (;;) {
        taken += 1;
        if (taken === 5) controller.abort(reason);
        yield;
      }
    })();
    await expect(inSlices(work, controller.signal)).rejects.toBe(reason);
    expect(taken).toBe(5);
  });

  it('rejects with what the work throws', async () => {
    const failing = (function* (): Generator<undefined, void> {
      yield;
      throw new Error('broken');
    })();
    await expect(inSlices(failing)).rejects.toThrow('broken');
  });
});
