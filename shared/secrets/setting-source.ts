import type { Credential } from './credential.ts';
import type { ObservedCredentialSource } from './credential-status.ts';
import type { SecretValue } from '../secret-value.ts';

/** A key from an app setting: it lives as long as the process, so a refused one has no replacement. */
export function createSettingSource(value: SecretValue): ObservedCredentialSource {
  const credential: Credential = { kind: 'api-key', value };
  return {
    current: async () => credential,
    replace: async (rejected) => (rejected.value.equals(value) ? undefined : credential),
    status: () => ({ state: 'ok', readCount: 0 }),
  };
}
