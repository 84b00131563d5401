import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanJson } from '../../../shared/config/json-scanner.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('where a text stops being JSON', () => {
  it('finds no fault in any JSON', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 1, 2), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), undefined, indent);
        expect(scanJson(text).fault).toBeUndefined();
      }),
    );
  });

  it('agrees with JSON.parse on any text made of JSON pieces', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"\\u00e9"',
      '"\\x"',
      '"',
      '1',
      '-0.5e+3',
      '01',
      'true',
      'nul',
      ' ',
      '\n',
      '\u0001',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (chosen) => {
        const text = chosen.join('');
        expect(scanJson(text).fault === undefined).toBe(isJson(text));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['', 0, 'a value'],
    ['{"a":1,}', 7, 'a member name in double quotes'],
    ['{"a" 1}', 5, 'a colon after the member name'],
    ['{"a":1 "b":2}', 7, 'a comma or a closing brace'],
    ['[1 2]', 3, 'a comma or a closing bracket'],
    ['[1,]', 3, 'a value'],
    ['{"a":"b', 5, 'a value'],
    ['{} {}', 3, 'nothing after the closing bracket'],
    ["{'a':1}", 1, 'a member name in double quotes'],
    ['{"a":1 // no', 7, 'a comma or a closing brace'],
  ])('says of %j that offset %i should be %s', (text, offset, expected) => {
    expect(scanJson(text).fault).toEqual({ offset, expected });
  });
});

describe('members that stand twice', () => {
  it('are found at any depth, with the place of the second', () => {
    expect(scanJson('{"a":1,"b":[{"c":1,"c":2}],"a":3}').duplicates).toEqual([
      { path: ['b', 0, 'c'], offset: 19 },
      { path: ['a'], offset: 27 },
    ]);
  });

  it('are found even when one is written with escapes', () => {
    expect(scanJson('{"a":1,"\\u0061":2}').duplicates).toHaveLength(1);
  });

  it('are not members of one name in two objects', () => {
    expect(scanJson('{"a":{"x":1},"b":{"x":1}}').duplicates).toEqual([]);
  });
});
