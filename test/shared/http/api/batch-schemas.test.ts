import { describe, expect, expectTypeOf, it } from 'vitest';
import type * as z from 'zod';
import { GatewayError } from '../../../../shared/errors.ts';
import { batchAnswerSchema, batchLineSchema, batchResultSchema } from '../../../../shared/http/api/batch-schemas.ts';
import { summariseBatch, type BatchResult, type BatchSummary } from '../../../../shared/neutral/batch-result.ts';
import type { DeepReadonly } from '../../../setup/deep-readonly.ts';

const { error } = new GatewayError('rate_limit_exceeded', 'Wait.').toBody();
const results: BatchResult[] = [
  { index: 0, id: 'first', status: 200, deployment: 'chat-east', attempts: 1, body: {} },
  { index: 1, id: null, status: 429, error, retry_after_ms: 1_000 },
  { index: 2, id: null, status: null, skipped: true },
];

describe('the schemas of a batch', () => {
  it('take each thing that can become of a request', () => {
    expect(results.map((result) => batchResultSchema.parse(result))).toEqual(results);
    const answer = { object: 'batch', results, summary: summariseBatch(results) };
    expect(batchAnswerSchema.parse(answer)).toEqual(answer);
  });

  it('take lines as they come, and the last', () => {
    const lines = [
      ...results.map((result) => ({ object: 'batch.result', ...result, progress: { done: 1, total: 3 } })),
      { object: 'batch.summary', ...summariseBatch(results) },
    ];
    expect(lines.map((line) => batchLineSchema.parse(line))).toEqual(lines);
    expect(batchLineSchema.safeParse(results[0]).success).toBe(false);
  });

  it('are as wide as the types', () => {
    expectTypeOf<BatchSummary>().toExtend<DeepReadonly<z.output<typeof batchAnswerSchema>['summary']>>();
    expectTypeOf<BatchResult>().toExtend<Loosened<z.output<typeof batchResultSchema>>>();
  });
});

/** The body of a result is anything at all, and so is what a filter said of an error. */
type Loosened<Value> = Value extends { error: unknown } ? Omit<Value, 'error'> & { error: object } : Value;
