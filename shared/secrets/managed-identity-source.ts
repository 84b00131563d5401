import type { SecretValue } from '../secret-value.ts';
import type { Credential } from './credential.ts';
import type { ObservedCredentialSource } from './credential-status.ts';
import type { RefreshingSecret } from './refreshing-secret.ts';

/**
 * An Entra token as a credential. A refused token is replaced at most by one newer: the SDK keeps tokens for the whole
 * process and answers with the same one until its refresh is due, in which case there is nothing else to try.
 */
export function createManagedIdentitySource(token: RefreshingSecret): ObservedCredentialSource {
  return {
    async current() {
      return bearer((await token.get()).value);
    },
    async replace(rejected) {
      try {
        const kept = await token.get();
        if (!kept.value.equals(rejected.value)) return bearer(kept.value);
        const { value } = await token.reread();
        return value.equals(rejected.value) ? undefined : bearer(value);
      } catch {
        // No newer token to be had; the failure is logged where it happened and kept in the status.
        return undefined;
      }
    },
    status: () => token.status(),
  };
}

function bearer(value: SecretValue): Credential {
  return { kind: 'bearer', value };
}
