import * as z from 'zod';
import { expect, it } from 'vitest';
import { strictObject } from '../../../shared/config/strict-object.ts';

const schema = strictObject({ $schema: z.string().optional(), name: z.string(), weight: z.number().optional() });

it('answers an unknown member with the names there are', () => {
  const { error } = schema.safeParse({ name: 'a', wieght: 1 });
  expect(error?.issues[0]).toMatchObject({ keys: ['wieght'], message: 'expected one of name, weight' });
});

it('leaves other mistakes their own words', () => {
  expect(schema.safeParse({ name: 1 }).error?.issues[0]?.code).toBe('invalid_type');
  expect(schema.safeParse({ name: 'a' }).success).toBe(true);
});
