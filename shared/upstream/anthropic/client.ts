import { BaseAnthropic } from '@anthropic-ai/sdk';
import type { PooledFetch } from '../pooled-fetch.ts';

/**
 * Anthropic's official client for one address, without its resources: requests are made by path. All that it would
 * decide itself is switched off, as for the `openai` client: retries, the environment, logging, tracing.
 */
export function createAnthropicClient(baseURL: string, fetch: PooledFetch): BaseAnthropic {
  return new BaseAnthropic({
    apiKey: 'goes with each attempt',
    baseURL,
    webhookKey: null,
    maxRetries: 0,
    fetch: fetch.fetch,
    logLevel: 'off',
    openTelemetry: false,
  });
}
