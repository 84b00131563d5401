import type { Deployment } from '../config/config.ts';
import { createAzureOpenai } from './azure-openai/azure-openai.ts';
import type { PooledFetch } from './pooled-fetch.ts';
import type { Provider } from './provider.ts';

/** Gives each deployment's provider. They share the connections of one `fetch`. */
export function createProviders(
  fetch: PooledFetch,
  now: () => number,
): (deployment: Pick<Deployment, 'provider'>) => Provider {
  const providers: Record<Deployment['provider'], Provider> = { 'azure-openai': createAzureOpenai(fetch, now) };
  return ({ provider }) => providers[provider];
}
