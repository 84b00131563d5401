import { expect, it } from 'vitest';
import { PooledFetch } from '../../../shared/upstream/pooled-fetch.ts';
import { createProviders } from '../../../shared/upstream/providers.ts';

it('gives every deployment of a kind the same provider', () => {
  const providerOf = createProviders(new PooledFetch({ connectMs: 1000 }), Date.now);
  const azure = providerOf({ provider: 'azure-openai' });
  expect(Object.keys(azure).toSorted()).toEqual(['chat', 'embed', 'learnFrom', 'probe']);
  expect(providerOf({ provider: 'azure-openai' })).toBe(azure);
});
