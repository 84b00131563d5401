import { expect, it } from 'vitest';
import { modelEntrySchema, modelOverrideSchema } from '../../shared/model-entry.ts';

it('accepts an entry that knows nothing but where it looked', () => {
  expect(modelEntrySchema.safeParse({ source: 'a page' }).success).toBe(true);
});

it.each([
  ['a misspelt member', { source: 'a page', contextToken: 1 }],
  ['a price without its day', { source: 'a page', prices: [{ input: 1, output: 1 }] }],
  ['a negative price', { source: 'a page', prices: [{ from: '2026-01-01', input: -1, output: 1 }] }],
  ['no source', {}],
])('refuses %s', (_, entry) => {
  expect(modelEntrySchema.safeParse(entry).success).toBe(false);
});

it('lets a gateway file say any part of an entry, and nothing else', () => {
  expect(modelOverrideSchema.safeParse({ contextTokens: 128_000 }).success).toBe(true);
  expect(modelOverrideSchema.safeParse({ window: 128_000 }).success).toBe(false);
});
