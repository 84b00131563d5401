import { expect, it } from 'vitest';
import { z } from 'zod';
import { knownObject } from '../../../shared/cache/known-object.ts';

const schema = knownObject({ a: z.number(), inner: knownObject({ b: z.string().optional() }).optional() });

it.each([
  [{ a: 1 }, { a: 1 }],
  [
    { a: 1, inner: undefined },
    { a: 1, inner: undefined },
  ],
  [{ a: 1, inner: null, other: null }, { a: 1 }],
  [
    { a: 1, inner: { b: null, c: null } },
    { a: 1, inner: {} },
  ],
])('takes %j', (value, read) => {
  expect(schema.parse(value)).toEqual(read);
});

it.each([{ a: 1, other: 0 }, { a: null }, { a: 1, inner: { c: 'x' } }, [], null, 'a'])('refuses %j', (value) => {
  expect(schema.safeParse(value).success).toBe(false);
});
