import type { ResourceOptions } from './resource.ts';

/** The resources that `npm run simulator` simulates, with capacities that a developer does not exhaust by hand. */
export const defaultResources: Record<string, ResourceOptions> = {
  east: {
    region: 'eastus2',
    keys: ['east-openai-key-1', 'east-openai-key-2'],
    deployments: {
      'gpt-4o-prod': { model: 'gpt-4o', tokensPerMinute: 10_000_000, requestsPerMinute: 60_000 },
      'text-embedding-3-small': {
        model: 'text-embedding-3-small',
        tokensPerMinute: 10_000_000,
        requestsPerMinute: 60_000,
      },
      'gpt-5-mini': { model: 'gpt-5-mini', tokensPerMinute: 10_000_000, requestsPerMinute: 60_000 },
    },
  },
  west: {
    region: 'westus3',
    keys: ['west-openai-key-1', 'west-openai-key-2'],
    deployments: {
      'gpt-4o-west': { model: 'gpt-4o', tokensPerMinute: 10_000_000, requestsPerMinute: 60_000 },
      'text-embedding-3-small-west': {
        model: 'text-embedding-3-small',
        tokensPerMinute: 10_000_000,
        requestsPerMinute: 60_000,
      },
    },
  },
  openai: {
    provider: 'openai',
    keys: ['openai-key-1', 'openai-key-2'],
    deployments: { 'gpt-4o-mini': { model: 'gpt-4o-mini', tokensPerMinute: 10_000_000, requestsPerMinute: 60_000 } },
  },
  anthropic: {
    provider: 'anthropic',
    keys: ['anthropic-key-1', 'anthropic-key-2'],
    deployments: {
      'claude-opus-4-6': { model: 'claude-opus-4-6', tokensPerMinute: 10_000_000, requestsPerMinute: 60_000 },
    },
  },
};

/** What the simulated vault holds: each resource's two keys, under the names that `local/gateway.json` uses. */
export const defaultVaultSecrets: Record<string, string> = {
  'east-openai-key': 'east-openai-key-1',
  'east-openai-key-2': 'east-openai-key-2',
  'west-openai-key': 'west-openai-key-1',
  'west-openai-key-2': 'west-openai-key-2',
  'openai-key': 'openai-key-1',
  'anthropic-key': 'anthropic-key-1',
};
