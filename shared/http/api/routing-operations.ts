import * as z from 'zod';
import { chatRequestSchema } from '../../openai/chat-request.ts';
import type { ApiOperation } from './api-operation.ts';
import { callParameters } from './call-parameters.ts';
import { describeOperation, modelFailures } from './describe-operation.ts';
import { dryRunExample, dryRunSchema, explanationExample, explanationSchema } from './dry-run-schemas.ts';

/** Why a call goes where it goes. */
export const routingOperations: readonly ApiOperation[] = [
  describeOperation({
    id: 'explainModel',
    functionName: 'explain',
    method: 'get',
    path: '/v1/explain',
    tag: 'Routing',
    summary: 'Explain which deployments would serve',
    description: 'Which deployments would serve a chat of the model now, in which order and why. Nothing is sent.',
    parameters: [
      { name: 'model', in: 'query', schema: z.string().min(1), isRequired: true, description: "A model's alias." },
    ],
    answers: {
      '200': {
        description: 'The order.',
        contents: { 'application/json': explanationSchema },
        examples: { order: explanationExample },
      },
    },
    failures: ['invalid_request', 'model_not_allowed', 'model_not_found', 'unsupported_operation'],
  }),
  describeOperation({
    id: 'explainChat',
    functionName: 'explain',
    method: 'post',
    path: '/v1/explain',
    tag: 'Routing',
    summary: 'Explain what a chat would become',
    description:
      'What a chat would become if it were sent now: its tokens, its fit, its cost, and which deployments would serve ' +
      'it. Nothing is sent.',
    parameters: callParameters,
    request: {
      schema: chatRequestSchema,
      example: { model: 'gpt-4o', messages: [{ role: 'user', content: 'Why is the sky blue?' }] },
    },
    answers: {
      '200': {
        description: 'What it would become.',
        contents: { 'application/json': dryRunSchema },
        examples: { dry_run: dryRunExample },
      },
    },
    failures: modelFailures,
  }),
];
