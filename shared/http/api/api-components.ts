import type * as z from 'zod';
import { messagesCountSchema } from '../../anthropic/count-request.ts';
import { batchItemSchema } from '../../neutral/batch-item.ts';
import { generateRequestSchema } from '../../neutral/generate-request.ts';
import { splitRequestSchema } from '../../neutral/split-request.ts';
import { summaryRequestSchema } from '../../neutral/summary-request.ts';
import { chatMessageSchema } from '../../openai/chat-message-schema.ts';
import { chatRequestSchema } from '../../openai/chat-request.ts';
import { embeddingsRequestSchema } from '../../openai/embeddings-request.ts';
import { countRequestSchema } from '../../tokens/count-request.ts';
import { usageRecordsSchema, usageSumsSchema } from '../../usage/usage-answer.ts';
import { usageRecordSchema } from '../../usage/usage-record.ts';
import { usageSumSchema } from '../../usage/usage-sum.ts';
import { soundBatchSchema } from './batch-operations.ts';
import { batchAnswerSchema, batchLineSchema, batchResultSchema } from './batch-schemas.ts';
import { chatChunkSchema, chatCompletionSchema } from './chat-answer-schemas.ts';
import { dryRunSchema, explanationSchema } from './dry-run-schemas.ts';
import { embeddingsAnswerSchema } from './embeddings-answer-schema.ts';
import { errorSchema } from './error-answers.ts';
import { generatedEventSchema, generatedSchema } from './generated-schemas.ts';
import { aliveSchema, deploymentsHealthSchema, providersHealthSchema, readinessSchema } from './health-schemas.ts';
import { deletedJobSchema, jobSchema, pendingJobSchema } from './job-schemas.ts';
import { budgetsAnswerSchema, limitsAnswerSchema } from './limits-schemas.ts';
import { azureModelListSchema, azureModelSchema, modelListSchema, modelSchema } from './model-schemas.ts';
import {
  messagesCountAnswerSchema,
  splitSchema,
  summaryEventSchema,
  summarySchema,
  tokenCountSchema,
} from './text-schemas.ts';

/** The schemas that documents name, by their names there. Whatever is not named stands where it is used. */
export const apiComponents: Readonly<Record<string, z.ZodType>> = {
  Error: errorSchema,
  ChatRequest: chatRequestSchema,
  ChatMessage: chatMessageSchema,
  ChatCompletion: chatCompletionSchema,
  ChatChunk: chatChunkSchema,
  EmbeddingsRequest: embeddingsRequestSchema,
  Embeddings: embeddingsAnswerSchema,
  DryRun: dryRunSchema,
  Explanation: explanationSchema,
  GenerateRequest: generateRequestSchema,
  Generated: generatedSchema,
  GeneratedEvent: generatedEventSchema,
  Model: modelSchema,
  ModelList: modelListSchema,
  AzureModel: azureModelSchema,
  AzureModelList: azureModelListSchema,
  TokenCountRequest: countRequestSchema,
  TokenCount: tokenCountSchema,
  MessagesTokenCountRequest: messagesCountSchema,
  MessagesTokenCount: messagesCountAnswerSchema,
  SplitRequest: splitRequestSchema,
  Split: splitSchema,
  SummaryRequest: summaryRequestSchema,
  Summary: summarySchema,
  SummaryEvent: summaryEventSchema,
  BatchRequest: soundBatchSchema,
  BatchItem: batchItemSchema,
  Batch: batchAnswerSchema,
  BatchResult: batchResultSchema,
  BatchLine: batchLineSchema,
  Job: jobSchema,
  PendingJob: pendingJobSchema,
  DeletedJob: deletedJobSchema,
  UsageRecords: usageRecordsSchema,
  UsageRecord: usageRecordSchema,
  UsageSums: usageSumsSchema,
  UsageSum: usageSumSchema,
  Limits: limitsAnswerSchema,
  Budgets: budgetsAnswerSchema,
  Alive: aliveSchema,
  Readiness: readinessSchema,
  DeploymentsHealth: deploymentsHealthSchema,
  ProvidersHealth: providersHealthSchema,
};
