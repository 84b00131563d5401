import type { ResourceOptions } from './resource.ts';

/** The resources that `npm run simulator` simulates, with capacities that a developer does not exhaust by hand. */
export const defaultResources: Record<string, ResourceOptions> = {
  east: {
    region: 'eastus2',
    keys: ['east-key-1', 'east-key-2'],
    deployments: {
      'gpt-4o-prod': { model: 'gpt-4o', tokensPerMinute: 10_000_000, requestsPerMinute: 60_000 },
      'text-embedding-3-small': { model: 'text-embedding-3-small', tokensPerMinute: 10_000_000, requestsPerMinute: 60_000 },
      'gpt-5-mini': { model: 'gpt-5-mini', tokensPerMinute: 10_000_000, requestsPerMinute: 60_000 },
    },
  },
  west: {
    region: 'westus3',
    keys: ['west-key-1', 'west-key-2'],
    deployments: {
      'gpt-4o-west': { model: 'gpt-4o', tokensPerMinute: 10_000_000, requestsPerMinute: 60_000 },
      'text-embedding-3-small-west': { model: 'text-embedding-3-small', tokensPerMinute: 10_000_000, requestsPerMinute: 60_000 },
    },
  },
};
