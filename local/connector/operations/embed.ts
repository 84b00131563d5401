import type { ConnectorOperation } from '../connector-operation.ts';
import { advanced, important } from '../view.ts';
import { plainParameters } from './call-parameters.ts';
import { modelChoice } from './model-choice.ts';

/** Vectors of texts. */
export const embed: ConnectorOperation = {
  of: 'createEmbeddings',
  operationId: 'EmbedTexts',
  visibility: 'important',
  description: 'Turns texts into vectors that are close where the texts mean the same, for search and comparison.',
  parameters: plainParameters,
  body: {
    model: modelChoice('embeddings'),
    input: important('Texts', 'The texts, each of which gets a vector.', { as: 'array', itemsAs: 'string' }),
    dimensions: advanced('Dimensions', 'The length of the vectors, for models that can shorten them.'),
    user: advanced('User', 'For whom the call is made; a word for logs that is no personal data.'),
  },
  answer: {
    model: advanced('Model', 'What the upstream calls its model.'),
    data: important('Vectors', 'One for each text, in their order.', {
      members: {
        index: advanced('Index'),
        embedding: important('Embedding', 'The vector.', { as: 'array' }),
      },
    }),
    usage: important('Usage', 'What the call used, in tokens.', {
      members: {
        prompt_tokens: advanced('Prompt Tokens', 'The tokens of all texts.'),
        total_tokens: important('Total Tokens', 'The same.'),
      },
    }),
  },
};
