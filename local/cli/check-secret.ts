import { GatewayError } from '../../shared/errors.ts';
import type { CredentialReference, CredentialSource } from '../../shared/secrets/credential.ts';
import type { CheckResult } from './check-result.ts';

/** Reads one vault secret, or gets one identity's token, and says what came of it. Never throws. */
export async function checkSecret(source: CredentialSource, now: () => number): Promise<CheckResult> {
  const startedAt = now();
  try {
    await source.current();
    return { state: 'ok', latencyMs: now() - startedAt, finding: 'can be read' };
  } catch (error) {
    const finding = error instanceof GatewayError ? error.message : 'cannot be read';
    return { state: 'failed', latencyMs: now() - startedAt, finding };
  }
}

/** What has to be fetched before a deployment can be called, each once: vault secrets (second keys too) and tokens. */
export function secretsToCheck(references: readonly CredentialReference[]): Map<string, CredentialReference> {
  return new Map(
    references.flatMap((reference): [string, CredentialReference][] => {
      if (reference.kind === 'setting') return [];
      if (reference.kind === 'managed-identity') {
        const identity = reference.clientId ?? "the app's own identity";
        return [[`token of ${identity} for ${reference.scope}`, reference]];
      }
      const { kind, secret, secondSecret } = reference;
      const names = secondSecret === undefined ? [secret] : [secret, secondSecret];
      return names.map((name) => [`vault secret ${name}`, { kind, secret: name }]);
    }),
  );
}
