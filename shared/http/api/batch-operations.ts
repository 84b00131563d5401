import * as z from 'zod';
import { batchItemSchema } from '../../neutral/batch-item.ts';
import { batchRequestSchema, mostRequests } from '../../neutral/batch-request.ts';
import type { ApiOperation } from './api-operation.ts';
import { batchAnswerSchema, batchExample, batchLineSchema } from './batch-schemas.ts';
import { callParameters } from './call-parameters.ts';
import { describeOperation } from './describe-operation.ts';

/**
 * A batch whose every request can be served. The batch itself is parsed without looking into them, so that one that is
 * wrong fails by itself.
 */
export const soundBatchSchema = batchRequestSchema.unwrap().extend({
  requests: z.array(batchItemSchema).min(1).max(mostRequests),
});

/** Many requests in one. */
export const batchOperations: readonly ApiOperation[] = [
  describeOperation({
    id: 'createBatch',
    functionName: 'batch',
    method: 'post',
    path: '/v1/batch',
    tag: 'Batch',
    summary: 'Serve many requests in one',
    description:
      'Serves up to 1,000 chats and requests for embeddings, each with its own result or error. Each is what a single ' +
      'call would send: `{ id?, path?, body }`, or as in OpenAI’s batch files `{ custom_id?, url?, body }`, without a path ' +
      'a chat. Who accepts `application/x-ndjson` gets a line for each as it comes, and a last one that counts them.',
    parameters: callParameters,
    request: {
      schema: soundBatchSchema,
      example: {
        requests: [
          { id: 'first', body: { model: 'gpt-4o', messages: [{ role: 'user', content: 'Why is the sky blue?' }] } },
          { id: 'second', path: '/v1/embeddings', body: { model: 'text-embedding-3-small', input: 'The sky' } },
        ],
        concurrency: 2,
      },
    },
    answers: {
      '200': {
        description: 'The results in the order of the requests, or as lines as they come.',
        contents: { 'application/json': batchAnswerSchema, 'application/x-ndjson': batchLineSchema },
        examples: { batch: batchExample },
      },
    },
  }),
];
