import { important, type View } from '../view.ts';

/** The model to call, chosen from those that the connection may use for it. */
export function modelChoice(capability: 'chat' | 'embeddings'): View {
  return important('Model', 'Which model to call, by its name in the gateway.', {
    isRequired: true,
    from: {
      operationId: 'ListModels',
      parameters: { capability },
      collection: 'data',
      value: 'id',
      title: 'id',
    },
  });
}
