import * as z from 'zod';
import type { BatchResult, BatchSummary } from '../../neutral/batch-result.ts';
import { chatCompletionExample } from './chat-answer-schemas.ts';
import { errorSchema } from './error-answers.ts';

const place = {
  index: z.int().min(0).describe('Which request of the batch, from 0.'),
  id: z.string().nullable().describe("The caller's own name for it."),
};

const result = {
  served: z.object({
    ...place,
    status: z.literal(200),
    deployment: z.string().nullable(),
    attempts: z.int().min(0),
    body: z.unknown().describe('What a single call would have been answered with.'),
  }),
  failed: z.object({
    ...place,
    status: z.int(),
    error: errorSchema.shape.error,
    retry_after_ms: z.number().min(0).exactOptional(),
  }),
  skipped: z.object({ ...place, status: z.null(), skipped: z.literal(true) }),
};

/** What became of one request of a batch. */
export const batchResultSchema = z
  .union([result.served, result.failed, result.skipped])
  .describe('What became of one request of a batch.') satisfies z.ZodType<BatchResult>;

const count = z.int().min(0);
const summary = z.object({
  total: count,
  succeeded: count,
  failed: count,
  skipped: count,
}) satisfies z.ZodType<BatchSummary>;

/** A whole batch. */
export const batchAnswerSchema = z
  .object({ object: z.literal('batch'), results: z.array(batchResultSchema), summary })
  .describe('What became of each request of a batch, in their order.');

const line = {
  object: z.literal('batch.result'),
  progress: z.object({ done: count, total: count }),
};

/** One line of a batch that is answered as its results come. */
export const batchLineSchema = z
  .union([
    result.served.extend(line),
    result.failed.extend(line),
    result.skipped.extend(line),
    summary.extend({ object: z.literal('batch.summary') }),
  ])
  .describe('One line: a result as it comes, or, as the last line, how many came to what.');

/** A batch of which one request was served, and one had no model. */
export const batchExample = {
  object: 'batch',
  results: [
    {
      index: 0,
      id: 'first',
      status: 200,
      deployment: 'east-gpt-4o',
      attempts: 1,
      body: chatCompletionExample,
    },
    {
      index: 1,
      id: 'second',
      status: 404,
      error: {
        message: "There is no model or deployment 'gpt-9' here. GET /v1/models lists the models.",
        type: 'invalid_request_error',
        param: 'model',
        code: 'model_not_found',
      },
    },
  ],
  summary: { total: 2, succeeded: 1, failed: 1, skipped: 0 },
} satisfies z.input<typeof batchAnswerSchema>;
