import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SecretValue } from '../../../shared/secret-value.ts';
import { createRedactedText } from '../../../shared/telemetry/redacted-text.ts';
import { plantedSecret } from './planted-secret.ts';

const textOf = createRedactedText([]);

it('gives a short text as a JSON string', () => {
  expect(textOf('a "quoted"\nline')).toBe('"a \\"quoted\\"\\nline"');
});

it.each(['call-ended', '3f1c6f0e-7d52-4a0e-9d0b-0f6f4b1f0a11', '2026-11-21T04:05:12.150Z', ''])(
  'gives what most fields hold as it stands: %s',
  (text) => expect(textOf(text)).toBe(JSON.stringify(text)),
);

it('escapes what some readers take for line ends', () => {
  expect(textOf('a\u2028b\u2029c\u0085d')).toBe('"a\\u2028b\\u2029c\\u0085d"');
});

it('cuts a long text and says how long it was', () => {
  const text = JSON.parse(textOf('word '.repeat(10_000)));
  expect(text).toMatch(/^(word )+.{0,5}… \[50000 characters\]$/);
  expect(text.length).toBeLessThan(2_100);
  expect(textOf('x'.repeat(5_000))).toBe('"… [5000 characters]"');
});

it('shows nothing of a secret wherever the cut falls', () => {
  const words = fc.integer({ min: 1_900, max: 2_700 });
  fc.assert(
    fc.property(words, plantedSecret, (length, { text, secret }) => {
      const padding = 'long '.repeat(600).slice(0, length);
      const shown = textOf(`${padding} ${text} ${'tail '.repeat(300)}`);
      expect(shown).not.toContain(secret.slice(0, 12));
    }),
  );
});

it('masks known secrets of six characters or more, the longer of two first', () => {
  const withKnown = createRedactedText(['hunter2', 'hunter2-and-more', 'short'].map((value) => new SecretValue(value)));
  expect(withKnown('a hunter2-and-more b hunter2 c short')).toBe('"a [secret] b [secret] c short"');
});
