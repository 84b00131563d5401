import { expect, it } from 'vitest';
import { isApiVersionServed, unknownParameter } from '../../../local/azure/api-versions.ts';

it.each([
  ['dated', '2024-10-21', true],
  ['dated', '2023-05-15', true],
  ['dated', '2025-04-01-preview', true],
  ['dated', '2025-05-01', false],
  ['dated', 'v1', false],
  ['dated', null, false],
  ['v1', null, true],
  ['v1', 'v1', true],
  ['v1', 'preview', true],
  ['v1', '2024-10-21', false],
] as const)('on the %s surface, version %s: %s', (surface, version, isServed) => {
  expect(isApiVersionServed(surface, version)).toBe(isServed);
});

it('knows a parameter from the version on that brought it', () => {
  expect(unknownParameter(['messages', 'stream_options'], 'dated', '2024-06-01')).toBe('stream_options');
  expect(unknownParameter(['messages', 'stream_options'], 'dated', '2024-09-01-preview')).toBeUndefined();
  expect(unknownParameter(['reasoning_effort'], 'dated', '2024-10-21')).toBe('reasoning_effort');
  expect(unknownParameter(['reasoning_effort', 'anything'], 'v1', 'v1')).toBeUndefined();
});
