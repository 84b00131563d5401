import type { ModelEntry } from './model-list.ts';

/** A model as Azure's `/openai/models` lists it. */
export type AzureModelEntry = {
  readonly id: string;
  readonly object: 'model';
  readonly status: 'succeeded';
  /** Seconds since 1970. */
  readonly created_at: number;
  readonly lifecycle_status: 'generally-available' | 'preview';
  readonly deprecation: { readonly inference?: number };
  readonly capabilities: {
    readonly chat_completion: boolean;
    readonly completion: boolean;
    readonly embeddings: boolean;
    readonly inference: boolean;
    readonly fine_tune: boolean;
  };
};

/**
 * The models in the form of Azure's `GET /openai/models`. A model listed by Sluice is deployed, hence `inference`;
 * fine-tuning is not offered through it.
 */
export function azureModelList(models: readonly ModelEntry[]): {
  readonly object: 'list';
  readonly data: readonly AzureModelEntry[];
} {
  return { object: 'list', data: models.map(azureModel) };
}

/** One model in the form of Azure's `GET /openai/models/{model}`. */
export function azureModel(model: ModelEntry): AzureModelEntry {
  return {
    id: model.id,
    object: 'model',
    status: 'succeeded',
    created_at: model.created,
    lifecycle_status: 'generally-available',
    deprecation: {},
    capabilities: {
      chat_completion: model.capabilities.includes('chat'),
      completion: model.capabilities.includes('completions'),
      embeddings: model.capabilities.includes('embeddings'),
      inference: true,
      fine_tune: false,
    },
  };
}
