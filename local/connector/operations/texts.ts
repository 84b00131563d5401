import type { ConnectorOperation } from '../connector-operation.ts';
import { advanced, important } from '../view.ts';
import { callParameters } from './call-parameters.ts';
import { modelChoice } from './model-choice.ts';
import { tokenUsage } from './token-usage.ts';

/** What can be done with texts: a summary of any length of them, a count of their tokens, chunks. */
export const texts: readonly ConnectorOperation[] = [
  {
    of: 'createSummary',
    operationId: 'SummariseText',
    visibility: 'important',
    description: 'Summarises a text of any length, part by part where it is longer than the model can read at once.',
    parameters: callParameters,
    body: {
      model: modelChoice('chat'),
      text: important('Text', 'What to summarise.'),
      instructions: important('Instructions', 'What matters, and in which manner it is said.'),
      max_tokens: important('Maximum Tokens', 'The longest summary, in tokens.'),
    },
    answer: {
      text: important('Summary', 'The summary.'),
      model: advanced('Model', 'The model that was asked for.'),
      parts: advanced('Parts'),
      rounds: advanced('Rounds', 'How often summaries were summarised again.'),
      usage: tokenUsage,
    },
  },
  {
    of: 'countTokens',
    operationId: 'CountTokens',
    visibility: 'advanced',
    description: 'Counts the tokens of a text as a model would. Nothing is sent to the model.',
    body: {
      model: modelChoice('chat'),
      text: important('Text', 'What to count.', { isRequired: true }),
    },
    answer: {
      tokens: important('Tokens', 'How many tokens the text is.'),
      exact: advanced('Exact'),
      context_window: advanced('Context Window'),
      max_output_tokens: advanced('Maximum Output Tokens'),
      remaining_tokens: important('Remaining Tokens'),
    },
  },
  {
    of: 'splitText',
    operationId: 'SplitText',
    visibility: 'advanced',
    description: 'Splits a text into chunks of so many tokens, where paragraphs, sentences or words end.',
    body: {
      model: modelChoice('chat'),
      text: important('Text', 'What to split.'),
      max_tokens: important('Maximum Tokens', 'The longest chunk, in tokens.'),
      overlap_tokens: advanced('Overlap', 'How many tokens a chunk has in common with the one before it.'),
    },
    answer: {
      chunks: important('Chunks', 'The chunks, in order.', {
        members: {
          index: advanced('Index', 'The place of the chunk, from 0.'),
          text: important('Text', 'The chunk.'),
          tokens: important('Tokens', 'How many tokens it is.'),
          start: advanced('Start'),
          end: advanced('End', 'Where it ends.'),
        },
      }),
    },
  },
];
