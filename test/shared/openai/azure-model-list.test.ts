import { expect, it } from 'vitest';

import { azureModelList } from '../../../shared/openai/azure-model-list.ts';
import type { ModelEntry } from '../../../shared/openai/model-list.ts';

it('lists models in the form of Azure’s own list', () => {
  const model: ModelEntry = {
    id: 'gpt-4o',
    object: 'model',
    created: 1_700_000_000,
    owned_by: 'openai',
    provider: 'azure-openai',
    capabilities: ['chat', 'vision'],
    health: 'healthy',
  };
  expect(azureModelList([model])).toEqual({
    object: 'list',
    data: [
      {
        id: 'gpt-4o',
        object: 'model',
        status: 'succeeded',
        created_at: 1_700_000_000,
        lifecycle_status: 'generally-available',
        deprecation: {},
        capabilities: {
          chat_completion: true,
          completion: false,
          embeddings: false,
          inference: true,
          fine_tune: false,
        },
      },
    ],
  });
});
