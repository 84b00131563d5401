import type { PooledFetch } from './pooled-fetch.ts';

/**
 * What every official `openai` client here is made with: all that it would decide itself is switched off. No retries
 * (one loop in the whole program), no environment variables, no logging. The credential is not the client's: it goes
 * with each attempt, so that a rotated key needs no new client.
 */
export function openaiClientOptions(fetch: PooledFetch) {
  return {
    apiKey: 'goes with each attempt',
    maxRetries: 0,
    fetch: fetch.fetch,
    organization: null,
    project: null,
    logLevel: 'off',
  } as const;
}
