import { expect, it } from 'vitest';
import { countTokens, piecesOf } from '../../../local/azure/tokens.ts';

it('counts as the published tokenizers do', () => {
  expect(countTokens('hello world', 'gpt-4o')).toBe(2);
  expect(countTokens('tiktoken is great!', 'gpt-4')).toBe(6);
  expect(countTokens('', 'gpt-4o')).toBe(0);
  expect(countTokens('<|endoftext|>', 'gpt-4o')).toBeGreaterThan(1);
});

it('counts a long text as the sum of its paragraphs', () => {
  const sentence = ' The quick brown fox jumps over the lazy dog.';
  expect(countTokens(sentence.repeat(2000), 'gpt-4o')).toBe(2000 * countTokens(sentence, 'gpt-4o'));
});

it('is done with a long run without a word end in good time', () => {
  const startedAt = performance.now();
  expect(countTokens('x'.repeat(200_000), 'gpt-4o')).toBeGreaterThan(1000);
  expect(performance.now() - startedAt).toBeLessThan(5000);
});

it('cuts a text in pieces that together are the text, and as many tokens', () => {
  for (const text of ['Zürich 😀👩‍👩‍👧 今日は', '\u{1F600}'.repeat(900), 'plain words only', ' 😀'.repeat(5000)]) {
    for (const model of ['gpt-4o', 'gpt-4']) {
      const pieces = piecesOf(text, model);
      expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      expect(pieces.reduce((sum, piece) => sum + piece.tokens, 0)).toBe(countTokens(text, model));
      expect(pieces.every((piece) => piece.text.isWellFormed())).toBe(true);
    }
  }
});
