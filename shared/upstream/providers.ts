import type { Deployment, ProviderName } from '../config/config.ts';
import { createAnthropic } from './anthropic/anthropic.ts';
import { createAzureOpenai } from './azure-openai/azure-openai.ts';
import { createOpenai } from './openai/openai.ts';
import type { PooledFetch } from './pooled-fetch.ts';
import type { Provider } from './provider.ts';

/** Gives each deployment's provider. They share the connections of one `fetch`. */
export function createProviders(
  fetch: PooledFetch,
  now: () => number,
): (deployment: Pick<Deployment, 'provider'>) => Provider {
  const providers: Record<ProviderName, Provider> = {
    'azure-openai': createAzureOpenai(fetch, now),
    openai: createOpenai(fetch, now),
    anthropic: createAnthropic(fetch, now),
  };
  return ({ provider }) => providers[provider];
}
