import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatJson } from '../../../local/cli/format-json.ts';
import { SecretValue } from '../../../shared/secret-value.ts';

it('keeps short members on one line and spreads long ones and lists of objects', () => {
  const value = {
    short: { a: 1, b: [1, 2] },
    list: [
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ],
    long: 'x'.repeat(60),
    empty: {},
    none: [],
  };
  expect(formatJson({ ...value, wide: { p: 'x'.repeat(60), q: 'y'.repeat(60) } })).toBe(`{
  "short": { "a": 1, "b": [1, 2] },
  "list": [
    { "a": 1, "b": 2 },
    { "a": 3, "b": 4 }
  ],
  "long": "${'x'.repeat(60)}",
  "empty": {},
  "none": [],
  "wide": {
    "p": "${'x'.repeat(60)}",
    "q": "${'y'.repeat(60)}"
  }
}`);
});

it('never changes the value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(formatJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it('lets a secret say its own JSON', () => {
  expect(formatJson({ key: new SecretValue('planted') })).toBe('{\n  "key": "[secret]"\n}');
});

it.each([
  [[], '[]'],
  [{}, '{}'],
  [null, 'null'],
  ['a', '"a"'],
])('writes %j as %s', (value, text) => {
  expect(formatJson(value)).toBe(text);
});
