import { fetchSigningKeys, SigningKeysError } from '../../shared/identity/fetch-signing-keys.ts';
import type { TokenSettings } from '../../shared/identity/token-settings.ts';
import type { CheckResult } from './check-result.ts';
import type { Terminal } from './terminal.ts';

/** Reads the keys that the tenant signs tokens with, and says what came of it. Never throws for that. */
export async function checkSigningKeys(
  settings: TokenSettings,
  { fetch, now }: Pick<Terminal, 'fetch' | 'now'>,
): Promise<CheckResult> {
  const startedAt = now();
  try {
    const { keys } = await fetchSigningKeys(settings, fetch, AbortSignal.timeout(timeLimitMs));
    return { state: 'ok', latencyMs: now() - startedAt, finding: `${keys.length} signing keys can be read` };
  } catch (error) {
    if (!(error instanceof SigningKeysError)) {
      throw error;
    }
    const finding = `signing keys: ${error.message}. Check entra.tenantId, entra.authority and the way out to them`;
    return { state: 'failed', latencyMs: now() - startedAt, finding };
  }
}

const timeLimitMs = 15_000;
