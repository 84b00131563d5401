import { expect, it } from 'vitest';
import { PooledFetch } from '../../../shared/upstream/pooled-fetch.ts';
import { createProviders } from '../../../shared/upstream/providers.ts';

const providerOf = createProviders(new PooledFetch({ connectMs: 1000 }), Date.now);

it.each(['azure-openai', 'openai', 'anthropic'] as const)(
  'gives every deployment of %s the same provider',
  (provider) => {
    const own = providerOf({ provider });
    expect(Object.keys(own).toSorted()).toEqual(['chat', 'embed', 'learnFrom', 'probe']);
    expect(providerOf({ provider })).toBe(own);
  },
);

it('gives another to each kind', () => {
  expect(providerOf({ provider: 'openai' })).not.toBe(providerOf({ provider: 'azure-openai' }));
});
