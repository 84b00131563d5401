import { describe, expect, it } from 'vitest';
import {
  addressSchema,
  apiVersionSchema,
  flagSchema,
  nameSchema,
  fractionSchema,
  shareSchema,
  wholeNumber,
} from '../../../shared/config/field-schemas.ts';

const accepts = (schema: { safeParse: (value: unknown) => { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;

describe('an api version', () => {
  it.each(['v1', 'preview', '2024-10-21', '2025-04-01-preview'])('may be %s', (value) => {
    expect(accepts(apiVersionSchema, value)).toBe(true);
  });

  it.each(['V1', 'v2', 'latest', '2024', '2024-13-01', '2024-10-32', '2024-10-21-beta', ' 2024-10-21', ''])(
    'is not %j',
    (value) => {
      expect(accepts(apiVersionSchema, value)).toBe(false);
    },
  );
});

it('takes names that are safe in headers and addresses', () => {
  expect(['gpt-4o', 'gpt-4.1', 'llama3:8b', 'A_b'].every((name) => accepts(nameSchema, name))).toBe(true);
  expect(['', '-a', 'a b', 'a/b', 'a\nb', 'é', 'a'.repeat(129)].some((name) => accepts(nameSchema, name))).toBe(false);
});

it('says of an address what is wrong with it', () => {
  const endpointSchema = addressSchema('https://my.example');
  expect(endpointSchema.safeParse('http://east.example').error?.issues[0]?.message).toMatch(
    /^expected an https: address/,
  );
  expect(accepts(endpointSchema, 'https://east.example')).toBe(true);
});

it('takes whole numbers within bounds, as numbers or as text', () => {
  const schema = wholeNumber({ min: 1, max: 10 });
  expect([schema.parse(5), schema.parse('5'), schema.parse(' 10 ')]).toEqual([5, 5, 10]);
  expect([0, 11, 1.5, '1.5', 'five', '', null, true, '0x5', '1e1'].some((value) => accepts(schema, value))).toBe(false);
  expect(accepts(wholeNumber({ min: 1 }), 1e9)).toBe(true);
});

it('takes a part of a whole', () => {
  expect([fractionSchema.parse(0), fractionSchema.parse('0.95'), fractionSchema.parse(1)]).toEqual([0, 0.95, 1]);
  expect([-0.1, 1.01, '95', Number.NaN].some((value) => accepts(fractionSchema, value))).toBe(false);
});

it('takes a share of 0 or more', () => {
  expect([shareSchema.parse(0), shareSchema.parse('0.5')]).toEqual([0, 0.5]);
  expect([-1, Number.NaN, Number.POSITIVE_INFINITY, '-1'].some((value) => accepts(shareSchema, value))).toBe(false);
});

it.each([
  [true, true],
  ['true', true],
  [' TRUE ', true],
  ['1', true],
  [false, false],
  ['false', false],
  ['0', false],
])('reads the flag %j as %s', (value, flag) => {
  expect(flagSchema.parse(value)).toBe(flag);
});

it.each(['yes', '', 1, null])('takes no flag from %j', (value) => {
  expect(accepts(flagSchema, value)).toBe(false);
});
