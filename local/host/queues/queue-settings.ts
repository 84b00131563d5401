import { z } from 'zod';
import { timeSpanMs, timeSpanSchema } from '../time-span.ts';

/** What `extensions.queues` of a `host.json` says, with the real host's defaults. */
export type QueueSettings = {
  /** Messages that are taken at once, 1 to 32. */
  readonly batchSize: number;
  /** More are taken when no more than so many are being worked on. */
  readonly newBatchThreshold: number;
  /** How often a message is tried before it goes to the poison queue. */
  readonly maxDequeueCount: number;
  /** How long a message that failed waits for its next try. */
  readonly visibilityTimeoutMs: number;
  /** Longest wait between two looks at an empty queue. */
  readonly maxPollingIntervalMs: number;
  readonly isBase64: boolean;
};

export const queuesSchema = z
  .object({
    batchSize: z.int().min(1).max(32).default(16),
    newBatchThreshold: z.int().min(0).optional(),
    maxDequeueCount: z.int().min(1).default(5),
    visibilityTimeout: timeSpanSchema.default('00:00:00'),
    maxPollingInterval: z.union([timeSpanSchema, z.int().min(100)]).default('00:01:00'),
    messageEncoding: z.enum(['base64', 'none']).default('base64'),
  })
  .prefault({});

/** The settings of a parsed `extensions.queues`. */
export function queueSettingsOf(queues: z.output<typeof queuesSchema>): QueueSettings {
  const { batchSize, maxDequeueCount, maxPollingInterval, messageEncoding } = queues;
  return {
    batchSize,
    newBatchThreshold: queues.newBatchThreshold ?? Math.floor(batchSize / 2),
    maxDequeueCount,
    visibilityTimeoutMs: timeSpanMs(queues.visibilityTimeout),
    maxPollingIntervalMs: typeof maxPollingInterval === 'number' ? maxPollingInterval : timeSpanMs(maxPollingInterval),
    isBase64: messageEncoding === 'base64',
  };
}
