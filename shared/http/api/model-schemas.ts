import * as z from 'zod';
import type { AzureModelEntry } from '../../openai/azure-model-list.ts';
import type { ModelEntry, ModelPage } from '../../openai/model-list.ts';

/** A model as the caller may use it, in OpenAI's form with what serves it beside. */
export const modelSchema = z
  .object({
    id: z.string().describe('The alias to call it by.'),
    object: z.literal('model'),
    created: z.int().describe('Seconds since 1970; 0, because it is not known.'),
    owned_by: z.string(),
    provider: z.string().describe('The providers of its deployments, with commas between.'),
    capabilities: z.array(z.string()).describe('Such as `chat`, `embeddings`, `tools`, `vision`.'),
    health: z.enum(['healthy', 'degraded', 'unavailable', 'unknown']).describe('How its deployments fare together.'),
  })
  .describe('A model that the caller may use.') satisfies z.ZodType<ModelEntry>;

/** A page of models. */
export const modelListSchema = z
  .object({
    object: z.literal('list'),
    data: z.array(modelSchema),
    has_more: z.boolean(),
    first_id: z.string().nullable(),
    last_id: z.string().nullable().describe('What `after` is to be for the next page.'),
  })
  .describe('Models, in the order of the gateway file.') satisfies z.ZodType<ModelPage<ModelEntry>>;

/** A model in the form of Azure's dated surface. */
export const azureModelSchema = z
  .object({
    id: z.string(),
    object: z.literal('model'),
    status: z.literal('succeeded'),
    created_at: z.int().describe('Seconds since 1970; 0, because it is not known.'),
    lifecycle_status: z.enum(['generally-available', 'preview']),
    deprecation: z.object({ inference: z.int().exactOptional() }),
    capabilities: z.object({
      chat_completion: z.boolean(),
      completion: z.boolean(),
      embeddings: z.boolean(),
      inference: z.boolean(),
      fine_tune: z.boolean(),
    }),
  })
  .describe("A model that the caller may use, in Azure's form.") satisfies z.ZodType<AzureModelEntry>;

/** All models in the form of Azure's dated surface. */
export const azureModelListSchema = z
  .object({ object: z.literal('list'), data: z.array(azureModelSchema) })
  .describe("Models, in Azure's form.");

/** Such a model. */
export const modelExample = {
  id: 'gpt-4o',
  object: 'model',
  created: 0,
  owned_by: 'sluice',
  provider: 'azure-openai',
  capabilities: ['chat', 'tools', 'structured-output', 'vision'],
  health: 'healthy',
} satisfies z.input<typeof modelSchema>;

/** A page with two models. */
export const modelListExample = {
  object: 'list',
  data: [
    modelExample,
    { ...modelExample, id: 'text-embedding-3-small', capabilities: ['embeddings'], health: 'unknown' },
  ],
  has_more: false,
  first_id: 'gpt-4o',
  last_id: 'text-embedding-3-small',
} satisfies z.input<typeof modelListSchema>;

/** A model in the form of Azure's dated surface. */
export const azureModelExample = {
  id: 'gpt-4o',
  object: 'model',
  status: 'succeeded',
  created_at: 0,
  lifecycle_status: 'generally-available',
  deprecation: {},
  capabilities: { chat_completion: true, completion: false, embeddings: false, inference: true, fine_tune: false },
} satisfies z.input<typeof azureModelSchema>;
