import { expect, it } from 'vitest';
import { SecretValue } from '../../../shared/secret-value.ts';
import { createSettingSource } from '../../../shared/secrets/setting-source.ts';

const source = createSettingSource(new SecretValue('from-a-setting'));

it('gives the setting as an api key, and is always ok', async () => {
  const { kind, value } = await source.current();
  expect([kind, value.reveal()]).toEqual(['api-key', 'from-a-setting']);
  expect(source.status()).toMatchObject({ state: 'ok' });
});

it('has no replacement for a refused setting', async () => {
  expect(await source.replace(await source.current())).toBeUndefined();
});

it('replaces a credential that is not the setting', async () => {
  const other = { kind: 'api-key' as const, value: new SecretValue('another') };
  expect((await source.replace(other))?.value.reveal()).toBe('from-a-setting');
});
