import { modelEntrySchema } from '../../../shared/model-entry.ts';
import { advanced, type View } from '../view.ts';

/** How long a model thinks, in every word that the catalogue knows of any model. */
export const reasoningEffort: View = advanced(
  'Reasoning Effort',
  'How long a reasoning model thinks. Not every model takes every value.',
  { choices: modelEntrySchema.unwrap().shape.reasoningEfforts.unwrap().element.options },
);
