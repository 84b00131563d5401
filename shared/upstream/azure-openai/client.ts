import { AzureOpenAI, OpenAI } from 'openai';
import type { Deployment } from '../../config/config.ts';
import { openaiClientOptions } from '../openai-client-options.ts';
import type { PooledFetch } from '../pooled-fetch.ts';

/** The official clients, one per endpoint and API version. They hold no credential: it goes with each attempt. */
export class AzureClients {
  readonly #clients = new Map<string, OpenAI>();
  readonly #fetch: PooledFetch;

  constructor(fetch: PooledFetch) {
    this.#fetch = fetch;
  }

  clientFor(deployment: Pick<Deployment, 'endpoint' | 'apiVersion'>): OpenAI {
    const key = `${deployment.endpoint} ${deployment.apiVersion}`;
    const known = this.#clients.get(key);
    if (known !== undefined) {
      return known;
    }
    const client = this.#create(deployment);
    this.#clients.set(key, client);
    return client;
  }

  #create({ endpoint, apiVersion }: Pick<Deployment, 'endpoint' | 'apiVersion'>): OpenAI {
    const options = openaiClientOptions(this.#fetch);
    // With a base URL of its own the Azure client puts `/deployments/{model}` before each path; on v1 it must not.
    switch (apiVersion) {
      case 'v1':
        return new OpenAI({ ...options, baseURL: `${endpoint}/openai/v1` });
      case 'preview':
        return new OpenAI({
          ...options,
          baseURL: `${endpoint}/openai/v1`,
          defaultQuery: { 'api-version': apiVersion },
        });
      default:
        return new AzureOpenAI({ ...options, baseURL: `${endpoint}/openai`, apiVersion });
    }
  }
}
