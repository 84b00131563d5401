import { describe, expect, it } from 'vitest';

import { encodeSteps } from '../../../../shared/tokens/bpe/encode-steps.ts';
import { o200k } from '../loaded-encodings.ts';

describe('encodeSteps', () => {
  it('returns as many tokens as it lists', () => {
    const ranks: number[] = [];
    const { last } = run('Hello, world! <|endoftext|>', ranks);
    expect(last).toBe(ranks.length);
    expect(ranks.slice(0, 2)).toEqual([13225, 11]);
  });

  it('takes special tokens for ordinary text', () => {
    const ranks: number[] = [];
    run('<|endoftext|>', ranks);
    expect(ranks.length).toBeGreaterThan(1);
    expect(ranks).not.toContain(199_999);
  });

  it('counts nothing in an empty text', () => {
    expect(run('').last).toBe(0);
  });

  it.each(worstInputs())('cuts a megabyte of $name into hundreds of steps', ({ text }) => {
    expect(run(text).steps).toBeGreaterThan(70);
  });
});

function worstInputs(): { name: string; text: string }[] {
  return [
    { name: 'one letter', text: 'a'.repeat(1_000_000) },
    { name: 'spaces', text: ' '.repeat(1_000_000) },
    { name: 'one emoji', text: '😀'.repeat(250_000) },
    { name: 'English words', text: 'to be or not to be, '.repeat(50_000) },
  ];
}

function run(text: string, ranks?: number[]): { last: number; steps: number } {
  const work = encodeSteps(text, o200k, ranks);
  for (let steps = 0; ; steps += 1) {
    const { done, value } = work.next();
    if (done === true) return { last: value, steps };
  }
}
