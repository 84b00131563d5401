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
    let round = 0;
    const count = () => {
      round += 1;
      handle = setImmediate(count);
    };
    let handle = setImmediate(count);
    const workedIn = new Map<number, Set<string>>();
    function* noted(name: string): Generator<undefined, void> {
      for (const _ of steps(6, 3)) {
        workedIn.set(round, (workedIn.get(round) ?? new Set()).add(name));
        yield;
      }
    }
    await Promise.all([inSlices(noted('first')), inSlices(noted('second'))]);
    clearImmediate(handle);
    // The first slices of both have no turn of their own.
    const rounds = [...workedIn].filter(([at]) => at > 0);
    expect(rounds.length).toBeGreaterThan(1);
    expect(rounds.filter(([, names]) => names.size > 1)).toEqual([]);
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
