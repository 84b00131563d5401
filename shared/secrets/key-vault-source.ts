import type { SecretValue } from '../secret-value.ts';
import type { Credential } from './credential.ts';
import type { ObservedCredentialSource } from './credential-status.ts';
import type { RefreshingSecret } from './refreshing-secret.ts';
import { createRefusals } from './refusals.ts';

/**
 * A key in the vault and, where there is one, a second that stands in while the first is refused or cannot be read:
 * Azure OpenAI has two keys so that one can be regenerated while the other serves.
 */
export function createKeyVaultSource(
  first: RefreshingSecret,
  second: RefreshingSecret | undefined,
  now: () => number,
): ObservedCredentialSource {
  const refusals = createRefusals(now, refusalMemoryMs);

  /** The secret as kept, or read anew where the upstream refused what is kept; `undefined` when neither will do. */
  async function unrefused(secret: RefreshingSecret): Promise<SecretValue | undefined> {
    const kept = await secret.get();
    if (!refusals.has(kept.value)) return kept.value;
    const { value } = await secret.reread();
    return refusals.has(value) ? undefined : value;
  }

  async function standIn(): Promise<SecretValue | undefined> {
    const value = second === undefined ? undefined : await valueIfReadable(second.get());
    return value === undefined || refusals.has(value) ? undefined : value;
  }

  return {
    async current() {
      const kept = first.get();
      const value = await valueIfReadable(kept);
      if (value !== undefined && !refusals.has(value)) return apiKey(value);
      const other = await standIn();
      // The refused value once more, or the error that says why there is none.
      if (other === undefined) return apiKey((await kept).value);
      // Nobody waits for the first key's replacement while the second serves. A failed read shows in the status.
      if (value !== undefined) void first.reread().catch(() => undefined);
      return apiKey(other);
    },

    async replace(rejected) {
      refusals.add(rejected.value);
      for (const secret of second === undefined ? [first] : [first, second]) {
        const value = await unrefused(secret).catch(unreadable);
        if (value !== undefined) return apiKey(value);
      }
      return undefined;
    },

    status() {
      const status = first.status();
      const standIn = second?.status();
      const standInServes = standIn?.state === 'ok' || standIn?.state === 'stale';
      return {
        ...status,
        state: status.state === 'failed' && standInServes ? 'stale' : status.state,
        readCount: status.readCount + (standIn?.readCount ?? 0),
      };
    },
  };
}

/** How long the second key is preferred before a refused first key that has not changed is tried again. */
const refusalMemoryMs = 60_000;

function apiKey(value: SecretValue): Credential {
  return { kind: 'api-key', value };
}

// A key that cannot be read leaves the other one to try; the failure is logged where it happened and kept in the status.
function unreadable(): undefined {
  return undefined;
}

function valueIfReadable(reading: ReturnType<RefreshingSecret['get']>): Promise<SecretValue | undefined> {
  return reading.then(({ value }) => value, unreadable);
}
