import * as z from 'zod';
import { flagSchema, fractionSchema, positiveSchema, wholeNumber } from './field-schemas.ts';
import { strictObject } from './strict-object.ts';

const alias = z.string().min(1);

/** How the deployments of one priority take turns. */
export const strategySchema = z
  .enum(['weighted', 'round-robin', 'random', 'least-latency', 'most-quota'], {
    error: 'expected weighted, round-robin, random, least-latency or most-quota',
  })
  .default('weighted')
  .describe('How deployments of one priority are chosen among.');

/** What becomes of a prompt that its model's window does not hold. */
export const fitSchema = z
  .enum(['refuse', 'drop-oldest', 'middle-out', 'truncate', 'summarise', 'longer-model'], {
    error: 'expected refuse, drop-oldest, middle-out, truncate, summarise or longer-model',
  })
  .default('refuse')
  .describe('What becomes of a prompt that does not fit the window; callers may choose by x-sluice-fit.');

/** Another model for some of the requests: the first rule that fits decides. */
export const simpleRuleSchema = z.lazy(() =>
  strictObject({
    model: alias.describe('Which model serves a request that is this simple.'),
    promptTokensAtMost: positiveSchema.describe('Longest prompt, in tokens as estimated from its length.'),
    tools: flagSchema.default(false).describe('Whether a request with tools may count as simple.'),
  }).describe('A request that a smaller model can serve.'),
);

/** A second attempt elsewhere when the first is slower than most. */
export const hedgeSchema = z.lazy(() =>
  strictObject({
    percentile: wholeNumber({ min: 50, max: 99 })
      .default(95)
      .describe('The second attempt starts after this percentile of the latest latencies.'),
    afterMs: positiveSchema.default(2000).describe('Until twenty calls have been measured, it starts after this time.'),
  }).describe('Start a second attempt at another deployment when the first is slow; the first to answer serves.'),
);

/** What a caller gets when nothing can serve. */
export const degradeSchema = z.lazy(() =>
  strictObject({
    staleAnswer: flagSchema.default(false).describe('First, a cached answer past its time, marked stale.'),
    smallerModel: alias.describe('Then, another model.').optional(),
    text: z.string().min(1).max(4000).describe('Last, this text.').optional(),
  }).describe(
    'What is served when no deployment can, in this order: a stale cached answer, a smaller model, a fixed text.',
  ),
);

/** Answers kept for a while. */
export const cacheSchema = z.lazy(() =>
  strictObject({
    ttlSeconds: wholeNumber({ min: 1, max: 2_592_000 }).describe('How long an answer is served again.'),
    staleSeconds: wholeNumber({ min: 0, max: 2_592_000 })
      .default(0)
      .describe('How long after that it is kept for when no deployment can serve.'),
    shared: flagSchema.default(false).describe('Whether callers share answers. Default: each caller has its own.'),
    semantic: strictObject({
      embeddingModel: alias.describe('The model that embeds the questions.'),
      threshold: fractionSchema.describe(
        'Least cosine similarity of two questions, 0 to 1; callers may only raise it.',
      ),
    })
      .describe('Serve the answer to a question that means the same. Off unless given.')
      .optional(),
  }).describe('Keep complete answers and serve them to identical requests.'),
);

/** When the circuit breaker of a deployment opens. */
export const breakerSchema = strictObject({
  samplingMs: wholeNumber({ min: 1000 }).default(30_000).describe('How far back calls are counted, in milliseconds.'),
  minimumCalls: positiveSchema.default(5).describe('Fewer calls than this open nothing.'),
  failureRatio: fractionSchema.default(0.5).describe('The share of failures, 0 to 1, that opens it.'),
  openMs: positiveSchema
    .default(2_000)
    .describe('How long it stays open at first, in milliseconds; up to eight times as long when it opens again.'),
  probeLeaseMs: positiveSchema
    .default(30_000)
    .describe('When a probe without an outcome counts as lost, in milliseconds.'),
}).describe('The circuit breaker of each deployment.');
