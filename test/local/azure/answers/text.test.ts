import fc from 'fast-check';
import { expect, it } from 'vitest';
import { randomFrom } from '../../../../local/azure/answers/seed.ts';
import { textAnswer, tokensOf, toolResultAnswer } from '../../../../local/azure/answers/text.ts';
import { countTokens } from '../../../../local/azure/tokens.ts';

const models = ['gpt-4o', 'gpt-4'] as const;

function textOf(pieces: readonly { text: string }[]): string {
  return pieces.map((piece) => piece.text).join('');
}

it('is as many tokens as it says, by the model’s own tokenizer', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.constantFrom(...models), (question, model) => {
      const pieces = textAnswer(question, model, randomFrom(question));
      expect(tokensOf(pieces)).toBe(countTokens(textOf(pieces), model));
    }),
    { numRuns: 200 },
  );
  for (const model of models) {
    const pieces = textAnswer('Please write 3000 tokens', model, randomFrom('x'));
    expect(tokensOf(pieces)).toBe(3000);
    expect(countTokens(textOf(pieces), model)).toBe(3000);
  }
});

it('grows with the question, from 24 tokens up to 256', () => {
  expect(tokensOf(textAnswer('hi', 'gpt-4o', randomFrom('')))).toBe(24);
  expect(tokensOf(textAnswer('word '.repeat(100).trim(), 'gpt-4o', randomFrom('')))).toBe(
    countTokens('word '.repeat(100).trim(), 'gpt-4o'),
  );
  expect(tokensOf(textAnswer('word '.repeat(1000), 'gpt-4o', randomFrom('')))).toBe(256);
});

it('quotes the question, whole characters only', () => {
  const text = textOf(textAnswer(`Ünïcode 😀 ${'😀'.repeat(200)} 400 tokens`, 'gpt-4o', randomFrom('')));
  expect(text).toContain('Ünïcode 😀');
  expect(text.isWellFormed()).toBe(true);
});

it('says what a tool said', () => {
  expect(textOf(toolResultAnswer(['21 degrees', 'rain'], 'gpt-4o', randomFrom('')))).toContain('21 degrees; rain');
});
