import { expect, it } from 'vitest';
import { credentialSchema } from '../../../shared/config/credential-schema.ts';

it.each([
  { keyVaultSecret: 'east-key' },
  { keyVaultSecret: 'east-key', secondKeyVaultSecret: 'east-key-2' },
  { setting: 'EAST_OPENAI_KEY' },
  { managedIdentity: true },
  { managedIdentity: true, scope: 'https://ai.azure.com/.default' },
  { managedIdentity: { clientId: '6f3c0f0e-8a4b-4e0b-9d57-2f3b8c1d4e5f' }, scope: 'api://app/.default' },
])('takes %j', (credential) => {
  expect(credentialSchema.safeParse(credential).success).toBe(true);
});

it.each([
  {},
  'the-key-itself',
  { key: 'the-key-itself' },
  { keyVaultSecret: 'a', setting: 'B' },
  { keyVaultSecret: 'https://v.vault.azure.net/secrets/a' },
  { secondKeyVaultSecret: 'a' },
  { setting: 'the key itself' },
  { managedIdentity: false },
  { managedIdentity: {} },
  { managedIdentity: { clientId: 'me' } },
  { managedIdentity: true, scope: 'https://ai.azure.com' },
])('refuses %j', (credential) => {
  expect(credentialSchema.safeParse(credential).success).toBe(false);
});
