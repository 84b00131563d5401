import { expect, it } from 'vitest';
import { plainRoute } from '../../../shared/config/plain-route.ts';

it('is served by the deployments alone: no fallback, no holding, no cache', () => {
  expect(plainRoute('alias', 'gpt-4o', [])).toEqual({
    alias: 'alias',
    model: 'gpt-4o',
    deployments: [],
    strategy: 'weighted',
    fallbacks: [],
    simple: [],
    fit: 'refuse',
    whole: false,
  });
});
