import { traitsOf } from './model-traits.ts';

/** The entry of a model in `/openai/models`: Azure's members, and OpenAI's beside them. */
export function modelEntry(model: string) {
  const { kind } = traitsOf(model);
  return {
    id: model,
    object: 'model',
    created: createdSeconds,
    owned_by: 'openai',
    status: 'succeeded',
    created_at: createdSeconds,
    updated_at: createdSeconds,
    capabilities: {
      fine_tune: false,
      inference: true,
      completion: false,
      chat_completion: kind === 'chat',
      embeddings: kind === 'embeddings',
    },
    lifecycle_status: 'generally-available',
    deprecation: { inference: createdSeconds + 4 * yearSeconds },
  };
}

/** The list of models of a resource, each once. */
export function modelsList(models: readonly string[]) {
  return { object: 'list', data: [...new Set(models)].map(modelEntry) };
}

const createdSeconds = 1_715_367_049;
const yearSeconds = 31_536_000;
