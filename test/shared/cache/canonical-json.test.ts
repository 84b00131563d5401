import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../shared/cache/canonical-json.ts';

/** Few enough values that two of them are often equal, and often nearly so. */
const smallValues = fc.jsonValue({ maxDepth: 2, stringUnit: fc.constantFrom('a', '"', ','), depthSize: 'small' });

/** The same value with the members of each object in another order, but for those of a JSON schema. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(reordered);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([name, member]) => [name, reordered(member)]),
      )
    : value;
}

describe('the canonical text of a JSON value', () => {
  it('is the same whatever order members come in', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => canonicalJson(reordered(value)) === canonicalJson(value)));
  });

  it('reads back as the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('differs for values that differ', () => {
    fc.assert(
      fc.property(smallValues, smallValues, (one, other) => {
        const areEqual = isDeepStrictEqual(JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other)));
        return (canonicalJson(one) === canonicalJson(other)) === areEqual;
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['1.0 and 1', JSON.parse('1.0'), 1],
    ['1e2 and 100', JSON.parse('1e2'), 100],
    ['-0 and 0', -0, 0],
    ['an undefined member and none', { a: undefined }, {}],
  ])('is the same for %s', (_, one, other) => {
    expect(canonicalJson(one)).toBe(canonicalJson(other));
  });

  it.each([
    ['null and none', { a: null }, {}],
    ['null and the word', { a: null }, { a: 'null' }],
    ['a number and its text', [1], ['1']],
    ['two Unicode forms of a letter', '\u00e9', 'e\u0301'],
    ['two lone surrogates', '\ud800', '\ud801'],
    ['a lone surrogate and the replacement character', '\ud800', '\ufffd'],
    ['a __proto__ member and none', JSON.parse('{"__proto__":1}'), {}],
    ['two orders of an array', [1, 2], [2, 1]],
  ])('differs for %s', (_, one, other) => {
    expect(canonicalJson(one)).not.toBe(canonicalJson(other));
  });

  it('keeps the order of a JSON schema, which a model answers in', () => {
    const tool = (properties: object) => ({ tools: [{ function: { parameters: { type: 'object', properties } } }] });
    expect(canonicalJson(tool({ a: {}, b: {} }))).not.toBe(canonicalJson(tool({ b: {}, a: {} })));
    const format = (properties: object) => ({ response_format: { json_schema: { schema: { properties } } } });
    expect(canonicalJson(format({ a: {}, b: {} }))).not.toBe(canonicalJson(format({ b: {}, a: {} })));
  });

  it('leaves out what it is told to, in the outermost object only', () => {
    const leftOut = new Set(['user']);
    expect(canonicalJson({ user: 'a', b: { user: 'a' } }, leftOut)).toBe('{"b":{"user":"a"}}');
  });

  it('is had of values as deep as a body may be', () => {
    const deep: unknown = JSON.parse('['.repeat(2_000) + ']'.repeat(2_000));
    expect(canonicalJson(deep)).toBe(JSON.stringify(deep));
  });
});
