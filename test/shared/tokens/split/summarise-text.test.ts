import { describe, expect, it } from 'vitest';

import { countText } from '../../../../shared/tokens/bpe/count-text.ts';
import {
  summariseText,
  type SummaryOptions,
  type SummaryProgress,
} from '../../../../shared/tokens/split/summarise-text.ts';
import { o200k } from '../loaded-encodings.ts';

const sentence = (at: number) => `Sentence ${at} says something of its own. `;
const textOf = (sentences: number) => Array.from({ length: sentences }, (_, at) => sentence(at)).join('');

function options(over: Partial<SummaryOptions> = {}): SummaryOptions {
  return {
    complete: async (prompt) => `Summary of ${prompt.length} characters.`,
    encoding: o200k,
    partTokens: 400,
    summaryTokens: 50,
    concurrency: 4,
    ...over,
  };
}

describe('summariseText', () => {
  it('summarises a short text in one call', async () => {
    const prompts: string[] = [];
    const complete = async (prompt: string, maxTokens: number) => {
      prompts.push(prompt);
      expect(maxTokens).toBe(50);
      return ' Short. ';
    };
    expect(await summariseText('A short text.', options({ complete }))).toBe('Short.');
    expect(prompts).toHaveLength(1);
    expect(prompts[0]).toContain('-----\nA short text.\n-----');
  });

  it('summarises the parts of a long one and then their summaries, and tells how far it is', async () => {
    const progress: SummaryProgress[] = [];
    const prompts: string[] = [];
    const complete = async (prompt: string) => {
      prompts.push(prompt);
      return `Point ${prompts.length}.`;
    };
    await summariseText(
      textOf(300),
      options({ complete, overlapTokens: 20, onProgress: (event) => progress.push(event) }),
    );
    expect(prompts[0]).toContain('part 1 of');
    expect(prompts.at(-1)).toMatch(/-----\nPoint 1\.\n\nPoint 2\./);
    expect(progress[0]).toEqual({ round: 1, done: 0, parts: prompts.length - 1 });
    expect(progress.at(-1)).toEqual({ round: 2, done: 1, parts: 1 });
    expect(progress).toHaveLength(prompts.length + 2);
  });

  it('ends after as many rounds as it takes, even where every summary is longer than it may be', async () => {
    const rounds = new Set<number>();
    const lengths: number[] = [];
    const complete = async (prompt: string) => {
      lengths.push(await countText(prompt, o200k));
      return 'and so on '.repeat(1000);
    };
    const summary = await summariseText(
      textOf(8000),
      options({ complete, summaryTokens: 100, overlapTokens: 100, onProgress: ({ round }) => rounds.add(round) }),
    );
    expect(await countText(summary, o200k)).toBeLessThanOrEqual(100);
    expect(rounds.size).toBeGreaterThan(2);
    expect(Math.max(...lengths)).toBeLessThan(400 + 60);
  });

  it('summarises a megabyte', async () => {
    const calls: number[] = [];
    const complete = async (prompt: string) => {
      calls.push(prompt.length);
      return 'Something happened.';
    };
    const over = { complete, partTokens: 8000, summaryTokens: 500 };
    expect(await summariseText(textOf(25_000), options(over))).toBe('Something happened.');
    expect(calls.length).toBeGreaterThan(20);
  });

  it('rejects with the failure of a call, and with the reason of its signal', async () => {
    const failure = new Error('refused');
    await expect(summariseText(textOf(300), options({ complete: () => Promise.reject(failure) }))).rejects.toBe(
      failure,
    );
    const controller = new AbortController();
    const complete = async () => {
      controller.abort(failure);
      return 'x';
    };
    await expect(summariseText(textOf(300), options({ complete, signal: controller.signal }))).rejects.toBe(failure);
  });

  it('refuses sizes that would not end', async () => {
    for (const summaryTokens of [15, 101]) {
      await expect(summariseText('x', options({ summaryTokens }))).rejects.toMatchObject({ code: 'invalid_request' });
    }
  });
});
