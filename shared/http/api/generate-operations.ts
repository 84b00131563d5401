import * as z from 'zod';
import { generateRequestSchema } from '../../neutral/generate-request.ts';
import type { ApiOperation } from './api-operation.ts';
import { callParameters, dryRunParameter } from './call-parameters.ts';
import { describeOperation, modelFailures } from './describe-operation.ts';
import { dryRunExample, dryRunSchema } from './dry-run-schemas.ts';
import { generatedEventSchema, generatedExample, generatedSchema } from './generated-schemas.ts';
import { servedHeaders } from './served-headers.ts';

const shared = {
  method: 'post',
  tag: 'Generation',
  parameters: [dryRunParameter, ...callParameters],
  request: {
    schema: generateRequestSchema,
    example: { model: 'gpt-4o', prompt: 'Why is the sky blue?', maxTokens: 200 },
  },
  failures: modelFailures,
} as const;

/** Generating an answer in words of no provider. */
export const generateOperations: readonly ApiOperation[] = [
  describeOperation({
    ...shared,
    id: 'generate',
    functionName: 'ai-generate',
    path: '/ai/generate',
    summary: 'Generate an answer',
    description:
      'Generates an answer in words of no provider, whole. Give either `prompt` or `messages`. A member that is not ' +
      'listed here is refused.',
    answers: {
      '200': {
        description: 'The answer; or what a dry run found.',
        contents: { 'application/json': z.union([generatedSchema, dryRunSchema]) },
        examples: { answer: generatedExample, dry_run: dryRunExample },
        headers: servedHeaders,
      },
    },
  }),
  describeOperation({
    ...shared,
    id: 'generateStream',
    functionName: 'ai-stream',
    path: '/ai/stream',
    summary: 'Generate an answer as events',
    description:
      'Generates the same answer as an event stream: `delta`, `tool_call`, `usage`, and `done` only of a whole answer. ' +
      'A failure after the first event is an event `error`, and no `done` follows.',
    answers: {
      '200': {
        description: 'The answer as events; or what a dry run found.',
        contents: { 'text/event-stream': generatedEventSchema, 'application/json': dryRunSchema },
        examples: { dry_run: dryRunExample },
        headers: servedHeaders,
      },
    },
  }),
];
