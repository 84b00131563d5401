import * as z from 'zod';
import { embeddingsRequestSchema } from '../../openai/embeddings-request.ts';
import type { ApiOperation } from './api-operation.ts';
import { datedVersionParameter, deploymentParameter, v1VersionParameter } from './azure-parameters.ts';
import { callParameters, dryRunParameter } from './call-parameters.ts';
import { describeOperation, modelFailures } from './describe-operation.ts';
import { dryRunSchema } from './dry-run-schemas.ts';
import { embeddingsAnswerSchema, embeddingsExample } from './embeddings-answer-schema.ts';
import { servedHeaders } from './served-headers.ts';

const what =
  'Embeds one text or many. More texts than one call of the upstream takes are sent in several, and answered as one. ' +
  'With `x-sluice-dry-run: true` nothing is sent, and the answer says what the call would become.';

const input = ['Why is the sky blue?'];

const shared = {
  method: 'post',
  tag: 'Embeddings',
  answers: {
    '200': {
      description: 'The vectors; or what a dry run found.',
      contents: { 'application/json': z.union([embeddingsAnswerSchema, dryRunSchema]) },
      examples: { vectors: embeddingsExample },
      headers: servedHeaders,
    },
  },
  failures: modelFailures,
} as const;

/** Embeddings, on the three surfaces that OpenAI's and Azure's clients know. */
export const embeddingsOperations: readonly ApiOperation[] = [
  describeOperation({
    ...shared,
    id: 'createEmbeddings',
    functionName: 'embeddings',
    path: '/v1/embeddings',
    summary: 'Embed texts',
    description: what,
    parameters: [dryRunParameter, ...callParameters],
    request: { schema: embeddingsRequestSchema, example: { model: 'text-embedding-3-small', input } },
  }),
  describeOperation({
    ...shared,
    id: 'createAzureEmbeddings',
    functionName: 'azure-embeddings',
    path: '/openai/deployments/{deployment}/embeddings',
    summary: 'Embed texts with a deployment',
    description: `${what} This is Azure's dated surface, where the path names the deployment or model.`,
    parameters: [deploymentParameter, datedVersionParameter, dryRunParameter, ...callParameters],
    request: { schema: embeddingsRequestSchema, example: { input } },
    failures: [...modelFailures, 'unsupported_api_version'],
  }),
  describeOperation({
    ...shared,
    id: 'createAzureV1Embeddings',
    functionName: 'azure-v1-embeddings',
    path: '/openai/v1/embeddings',
    summary: 'Embed texts on the v1 surface',
    description: `${what} This is Azure's v1 surface.`,
    parameters: [v1VersionParameter, dryRunParameter, ...callParameters],
    request: { schema: embeddingsRequestSchema, example: { model: 'text-embedding-3-small', input } },
    failures: [...modelFailures, 'unsupported_api_version'],
  }),
];
