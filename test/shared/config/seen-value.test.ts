import { expect, it } from 'vitest';
import { looksSecret, seenValue } from '../../../shared/config/seen-value.ts';

it.each([
  [undefined, 'nothing'],
  [null, 'null'],
  ['heavy', '"heavy"'],
  [-1, '-1'],
  [true, 'true'],
  [[1, 2], 'a list of 2'],
  [{}, 'an object'],
  ['gpt-4o-realtime-preview-2024-12-17', '"gpt-4o-realtime-preview-2024-12-17"'],
  ['http://east.example/path', '"http://east.example/path"'],
])('shows %j as %s', (value, shown) => {
  expect(seenValue(['models', 'a', 'weight'], value)).toBe(shown);
});

it('cuts a long value short', () => {
  const shown = seenValue(['a'], 'no secret here '.repeat(10));
  expect(shown).toHaveLength(61);
  expect(shown).toMatch(/…$/);
});

it.each([
  [['upstreams', 'a', 'credential', 'setting']],
  [['callers', 'a', 'keys', 0, 'sha256']],
  [['upstreams', 'a', 'apiKey']],
  [['token']],
  [['SLUICE_GATEWAY_JSON']],
])('shows nothing of %j', (path) => {
  expect(seenValue(path, 'x')).toBeUndefined();
  expect(seenValue(path, undefined)).toBeUndefined();
});

it('shows a member that counts tokens', () => {
  expect(seenValue(['capacity', 'tokensPerMinute'], -5)).toBe('-5');
});

it.each([
  ['0123456789abcdef0123456789abcdef'],
  ['sk-short'],
  ['sluice_abcdefghij_x'],
  ['eyJhbGciOi'],
  ['https://user:pw@host'],
  ['https://host/?sig=1'],
  ['@Microsoft.KeyVault(SecretUri=x)'],
])('takes %s for a secret', (text) => {
  expect(looksSecret(text)).toBe(true);
});

it.each([
  ['east-openai-key'],
  ['EAST_OPENAI_KEY'],
  ['https://my-resource.openai.azure.com'],
  ['text-embedding-3-small'],
])('takes %s for a name', (text) => {
  expect(looksSecret(text)).toBe(false);
});
