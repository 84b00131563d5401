import fc from 'fast-check';
import { get_encoding as getEncoding } from 'tiktoken';
import { describe, expect, it } from 'vitest';

import { decodeTokens, encodeText } from '../../../../shared/tokens/bpe/encode-text.ts';
import { corpus } from '../corpus.ts';
import { cl100k, o200k } from '../loaded-encodings.ts';

const texts = corpus();

describe.each([o200k, cl100k])('encodeText in $name', (encoding) => {
  const tiktoken = getEncoding(encoding.name);
  const expected = (text: string): number[] => [...tiktoken.encode(text, [], [])];

  it('gives the very tokens of tiktoken over a corpus of 1,500 texts and more', async () => {
    expect(texts.length).toBeGreaterThan(1500);
    const different: string[] = [];
    for (const text of texts) {
      if ((await encodeText(text, encoding)).join() !== expected(text).join()) different.push(text);
    }
    expect(different).toEqual([]);
  });

  it('gives the very tokens of tiktoken for any text', async () => {
    const pieces = fc.constantFrom(
      ' ',
      '  ',
      '\n',
      '\r\n',
      "'s",
      "'LL",
      'Ab',
      'É',
      '\u0301',
      '9',
      '中',
      '🙂',
      '<|endoftext|>',
      '/',
      '=',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 60 }),
        async (parts) => {
          const text = parts.join('');
          expect(await encodeText(text, encoding)).toEqual(expected(text));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('knows every character by the class tiktoken gives it', async () => {
    const different: string[] = [];
    for (const [from, to] of [
      [0x80, 0xd7ff],
      [0xe000, 0x3_2fff],
      [0x3_2390, 0x3_34ff],
      [0xe_0000, 0xe_0200],
    ] as const) {
      for (let first = from; first <= to; first += 16) {
        // After a letter or number the slash begins a piece of its own, after a symbol it ends one.
        const characters = Array.from({ length: 16 }, (_, step) => String.fromCodePoint(first + step));
        const text = characters
          .map((character) => `${character}\n/=${character}'s A${character}b${character}B`)
          .join('\t\t');
        if ((await encodeText(text, encoding)).join() !== expected(text).join()) different.push(first.toString(16));
      }
    }
    expect(different).toEqual([]);
  });

  it('gives the very tokens of tiktoken for words of many thousand letters', async () => {
    for (const alphabet of ['ab', 'etaoinshrdlu', '日本語中', 'กขคงจฉชซาิีุ', '=-/', 'x']) {
      const letters = Array.from(alphabet);
      const text = Array.from({ length: 12_000 }, (_, at) => letters[(at * at + (at >> 3)) % letters.length]).join('');
      expect(await encodeText(text, encoding)).toEqual(expected(text));
    }
  });
});

describe('decodeTokens', () => {
  it('gives back the text that was encoded', async () => {
    for (const text of texts.filter((candidate) => candidate.isWellFormed())) {
      expect(decodeTokens(await encodeText(text, o200k), o200k)).toBe(text);
    }
  });

  it('shows half a character as U+FFFD', async () => {
    const tokens = await encodeText('🫠', cl100k);
    expect(tokens.length).toBeGreaterThan(1);
    expect(decodeTokens(tokens.slice(0, 1), cl100k)).toMatch(/^\ufffd+$/);
  });
});
