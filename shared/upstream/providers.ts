import type { Deployment, ProviderName } from '../config/config.ts';
import { findModel as builtIn, type Catalogue } from '../models/catalogue.ts';
import { createAnthropic } from './anthropic/anthropic.ts';
import { createAzureOpenai } from './azure-openai/azure-openai.ts';
import { createOpenai } from './openai/openai.ts';
import type { PooledFetch } from './pooled-fetch.ts';
import type { Provider } from './provider.ts';

/** Gives each deployment's provider. They share the connections of one `fetch`. */
export function createProviders(
  fetch: PooledFetch,
  now: () => number,
  findModel: Catalogue['findModel'] = builtIn,
): (deployment: Pick<Deployment, 'provider'>) => Provider {
  const providers: Record<ProviderName, Provider> = {
    'azure-openai': createAzureOpenai(fetch, now, findModel),
    openai: createOpenai(fetch, now, findModel),
    anthropic: createAnthropic(fetch, now, findModel),
  };
  return ({ provider }) => providers[provider];
}
