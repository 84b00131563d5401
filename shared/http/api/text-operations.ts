import { messagesCountSchema } from '../../anthropic/count-request.ts';
import { splitRequestSchema } from '../../neutral/split-request.ts';
import { summaryRequestSchema } from '../../neutral/summary-request.ts';
import { countRequestSchema } from '../../tokens/count-request.ts';
import type { ApiOperation } from './api-operation.ts';
import { callParameters } from './call-parameters.ts';
import { describeOperation, modelFailures } from './describe-operation.ts';
import {
  messagesCountAnswerSchema,
  splitExample,
  splitSchema,
  summaryEventSchema,
  summaryExample,
  summarySchema,
  tokenCountExample,
  tokenCountSchema,
} from './text-schemas.ts';

const lookFailures = ['model_not_allowed', 'model_not_found', 'unsupported_operation'] as const;

/** Counting tokens, splitting a text and summarising one. */
export const textOperations: readonly ApiOperation[] = [
  describeOperation({
    id: 'countTokens',
    functionName: 'tokens-count',
    method: 'post',
    path: '/v1/tokens/count',
    tag: 'Tokens and text',
    summary: 'Count tokens',
    description:
      'Counts the tokens of a chat with all that belongs to it, or of texts, as the model would. Give exactly one of ' +
      '`messages`, `input` and `text`. Nothing is sent.',
    request: { schema: countRequestSchema, example: { model: 'gpt-4o', text: 'Why is the sky blue?' } },
    answers: {
      '200': {
        description: 'The number of tokens.',
        contents: { 'application/json': tokenCountSchema },
        examples: { count: tokenCountExample },
      },
    },
    failures: lookFailures,
  }),
  describeOperation({
    id: 'countMessagesTokens',
    functionName: 'messages-count-tokens',
    method: 'post',
    path: '/v1/messages/count_tokens',
    tag: 'Tokens and text',
    summary: "Count tokens in Anthropic's form",
    description: "Counts the tokens of a chat in Anthropic's form, as its client asks. Nothing is sent.",
    request: {
      schema: messagesCountSchema,
      example: { model: 'claude', messages: [{ role: 'user', content: 'Why is the sky blue?' }] },
    },
    answers: {
      '200': {
        description: 'The number of tokens.',
        contents: { 'application/json': messagesCountAnswerSchema },
        examples: { count: { input_tokens: 13 } },
      },
    },
    failures: lookFailures,
  }),
  describeOperation({
    id: 'splitText',
    functionName: 'text-split',
    method: 'post',
    path: '/v1/text/split',
    tag: 'Tokens and text',
    summary: 'Split a text into chunks',
    description:
      'Splits a text into chunks of at most `max_tokens`, cut where a paragraph, a sentence or a word ends. Nothing is ' +
      'sent.',
    request: {
      schema: splitRequestSchema,
      example: { model: 'gpt-4o', text: 'The sky is blue. The sea is, too.', max_tokens: 8, overlap_tokens: 2 },
    },
    answers: {
      '200': {
        description: 'The chunks, in order.',
        contents: { 'application/json': splitSchema },
        examples: { chunks: splitExample },
      },
    },
    failures: lookFailures,
  }),
  describeOperation({
    id: 'createSummary',
    functionName: 'summaries',
    method: 'post',
    path: '/v1/summaries',
    tag: 'Tokens and text',
    summary: 'Summarise a text',
    description:
      'Summarises a text of any length with the model, part by part. With `stream: true` as events: `progress` for each ' +
      'part that is done, then one `summary`.',
    parameters: callParameters,
    request: {
      schema: summaryRequestSchema,
      example: { model: 'gpt-4o', text: 'The sky is blue because air scatters blue light most.', max_tokens: 64 },
    },
    answers: {
      '200': {
        description: 'The summary, whole or as events.',
        contents: { 'application/json': summarySchema, 'text/event-stream': summaryEventSchema },
        examples: { summary: summaryExample },
      },
    },
    failures: modelFailures,
  }),
];
