import { expect, it } from 'vitest';
import { callerSchema } from '../../../shared/config/caller-schema.ts';

const key = { id: 'abcdefghij', sha256: 'A1'.repeat(32) };

it('may use every model and is no administrator unless it says so', () => {
  expect(callerSchema.parse({ keys: [key] })).toEqual({ keys: [key], admin: false });
});

it.each([
  ['no keys', { keys: [] }],
  ['a key id of another form', { keys: [{ ...key, id: 'ABCDEFGHIJ' }] }],
  ['a hash of another length', { keys: [{ ...key, sha256: 'a1' }] }],
  ['the key itself', { keys: [{ ...key, key: 'sluice_' }] }],
  ['an empty alias', { keys: [key], models: [''] }],
])('refuses a caller with %s', (_, caller) => {
  expect(callerSchema.safeParse(caller).success).toBe(false);
});
