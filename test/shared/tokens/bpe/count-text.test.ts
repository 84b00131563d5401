import { describe, expect, it } from 'vitest';

import { countText } from '../../../../shared/tokens/bpe/count-text.ts';
import { cl100k, o200k } from '../loaded-encodings.ts';

const million = 1_000_000;

describe('countText', () => {
  it('counts by the encoding asked for', async () => {
    expect(await countText('antidisestablishmentarianism', cl100k)).toBe(6);
    expect(await countText('お誕生日おめでとう', cl100k)).toBe(9);
    expect(await countText('お誕生日おめでとう', o200k)).toBe(8);
    expect(await countText('', o200k)).toBe(0);
  });

  it.each([
    { name: 'one letter', text: 'a'.repeat(million), tokens: 125_000 },
    { name: 'one capital', text: 'A'.repeat(million), tokens: 125_000 },
    { name: 'spaces', text: ' '.repeat(million), tokens: 7_813 },
    { name: 'line breaks', text: '\n'.repeat(million), tokens: 62_500 },
    { name: 'one emoji', text: '😀'.repeat(million / 4), tokens: 250_000 },
    { name: 'one ideograph', text: '日'.repeat(333_333), tokens: 166_667 },
    { name: 'digits', text: '1'.repeat(million), tokens: 333_334 },
    { name: '10,000 × a', text: 'a'.repeat(10_000), tokens: 1_250 },
  ])('gives the event loop back every few milliseconds while it counts $name', async ({ name, text, tokens }) => {
    const turns = watchTurns();
    const startedAt = performance.now();
    expect(await countText(text, o200k)).toBe(tokens);
    const ms = (performance.now() - startedAt).toFixed(0);
    const held = turns.end();
    console.log(`${name}: ${tokens} tokens in ${ms} ms, event loop held ${(held.at(-1) ?? 0).toFixed(1)} ms at most`);
    // Not the longest, in which rubbish may have been collected.
    expect(held.at(Math.floor(held.length * 0.9))).toBeLessThan(20);
  });

  it('takes turns with other counts, so that together they hold the event loop no longer than one', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    await Promise.all(Array.from({ length: 8 }, () => countText('ab '.repeat(40_000), o200k)));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(8);
  });

  it('stops when its signal aborts', async () => {
    const cause = new Error('The caller hung up');
    const signal = AbortSignal.abort(cause);
    await expect(countText('a'.repeat(million), o200k, signal)).rejects.toBe(cause);
    const later = new AbortController();
    setImmediate(() => later.abort(cause));
    await expect(countText('a'.repeat(million), o200k, later.signal)).rejects.toBe(cause);
  });
});

/** Milliseconds of this thread's own work in each round of the event loop, sorted; other processes do not count. */
function watchTurns(): { end: () => number[] } {
  const held: number[] = [];
  let before = process.threadCpuUsage();
  const note = () => {
    const { user, system } = process.threadCpuUsage(before);
    before = process.threadCpuUsage();
    held.push((user + system) / 1000);
  };
  const turn = () => {
    note();
    handle = setImmediate(turn);
  };
  let handle = setImmediate(turn);
  return {
    end() {
      clearImmediate(handle);
      note();
      return held.toSorted((left, right) => left - right);
    },
  };
}
