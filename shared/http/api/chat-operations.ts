import * as z from 'zod';
import { chatRequestSchema } from '../../openai/chat-request.ts';
import type { ApiOperation } from './api-operation.ts';
import { datedVersionParameter, deploymentParameter, v1VersionParameter } from './azure-parameters.ts';
import { callParameters, dryRunParameter } from './call-parameters.ts';
import { chatChunkSchema, chatCompletionExample, chatCompletionSchema } from './chat-answer-schemas.ts';
import { describeOperation, modelFailures } from './describe-operation.ts';
import { dryRunExample, dryRunSchema } from './dry-run-schemas.ts';
import { servedHeaders } from './served-headers.ts';

const what =
  'Completes a chat, whole or with `stream: true` as an event stream. The request is OpenAI’s, and members that are ' +
  'not listed here go up as they are. With `x-sluice-dry-run: true` nothing is sent, and the answer says what the call ' +
  'would become.';

const messages = [{ role: 'user', content: 'Why is the sky blue?' }];

const shared = {
  method: 'post',
  tag: 'Chat',
  answers: {
    '200': {
      description: 'The completion, whole or as events; or what a dry run found.',
      contents: {
        'application/json': z.union([chatCompletionSchema, dryRunSchema]),
        'text/event-stream': chatChunkSchema,
      },
      examples: { completion: chatCompletionExample, dry_run: dryRunExample },
      headers: servedHeaders,
    },
  },
  failures: modelFailures,
} as const;

/** Chats, on the three surfaces that OpenAI's and Azure's clients know. */
export const chatOperations: readonly ApiOperation[] = [
  describeOperation({
    ...shared,
    id: 'createChatCompletion',
    functionName: 'chat-completions',
    path: '/v1/chat/completions',
    summary: 'Complete a chat',
    description: what,
    parameters: [dryRunParameter, ...callParameters],
    request: { schema: chatRequestSchema, example: { model: 'gpt-4o', messages } },
  }),
  describeOperation({
    ...shared,
    id: 'createAzureChatCompletion',
    functionName: 'azure-chat-completions',
    path: '/openai/deployments/{deployment}/chat/completions',
    summary: 'Complete a chat with a deployment',
    description: `${what} This is Azure's dated surface, where the path names the deployment or model.`,
    parameters: [deploymentParameter, datedVersionParameter, dryRunParameter, ...callParameters],
    request: { schema: chatRequestSchema, example: { messages } },
    failures: [...modelFailures, 'unsupported_api_version'],
  }),
  describeOperation({
    ...shared,
    id: 'createAzureV1ChatCompletion',
    functionName: 'azure-v1-chat-completions',
    path: '/openai/v1/chat/completions',
    summary: 'Complete a chat on the v1 surface',
    description: `${what} This is Azure's v1 surface.`,
    parameters: [v1VersionParameter, dryRunParameter, ...callParameters],
    request: { schema: chatRequestSchema, example: { model: 'gpt-4o', messages } },
    failures: [...modelFailures, 'unsupported_api_version'],
  }),
];
