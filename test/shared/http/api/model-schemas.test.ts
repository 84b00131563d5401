import { describe, expect, expectTypeOf, it } from 'vitest';
import type * as z from 'zod';
import {
  azureModelListSchema,
  azureModelSchema,
  modelListSchema,
  modelSchema,
} from '../../../../shared/http/api/model-schemas.ts';
import { azureModelList, type AzureModelEntry } from '../../../../shared/openai/azure-model-list.ts';
import { listModels, type ModelEntry, type ModelPage } from '../../../../shared/openai/model-list.ts';
import type { DeepReadonly } from '../../../setup/deep-readonly.ts';

const model: ModelEntry = {
  id: 'gpt-4o',
  object: 'model',
  created: 0,
  owned_by: 'sluice',
  provider: 'azure-openai',
  capabilities: ['chat'],
  health: 'unknown',
};

describe('the schemas of models', () => {
  it('take every list that can be made', () => {
    expect(modelSchema.parse(model)).toEqual(model);
    const pages = [listModels([model], { capabilities: [] }), listModels([], { capabilities: [] })];
    expect(pages.map((page) => modelListSchema.parse(page))).toEqual(pages);
    const azure = azureModelList([model]);
    expect(azureModelListSchema.parse(azure)).toEqual(azure);
    expect(azureModelSchema.safeParse(model).success).toBe(false);
  });

  it('are as wide as the types', () => {
    expectTypeOf<ModelEntry>().toExtend<DeepReadonly<z.output<typeof modelSchema>>>();
    expectTypeOf<ModelPage<ModelEntry>>().toExtend<DeepReadonly<z.output<typeof modelListSchema>>>();
    expectTypeOf<AzureModelEntry>().toExtend<DeepReadonly<z.output<typeof azureModelSchema>>>();
  });
});
