import { describe, expect, expectTypeOf, it } from 'vitest';
import type * as z from 'zod';
import type { DryRun } from '../../../../shared/gateway/dry-run.ts';
import type { Explanation } from '../../../../shared/gateway/explain.ts';
import { dryRunSchema, explanationSchema } from '../../../../shared/http/api/dry-run-schemas.ts';
import type { DeepReadonly } from '../../../setup/deep-readonly.ts';

const explanation: Explanation = {
  model: 'gpt-4o',
  tiers: [
    { model: 'gpt-4o', strategy: 'weighted', deployments: [{ deployment: 'chat-east', position: 1, reasons: [] }] },
  ],
};

describe('explanationSchema', () => {
  it('takes an order of deployments', () => {
    expect(explanationSchema.parse(explanation)).toEqual(explanation);
    expectTypeOf<Explanation>().toExtend<DeepReadonly<z.output<typeof explanationSchema>>>();
  });
});

describe('dryRunSchema', () => {
  it('takes what is known and what is not', () => {
    const dryRun: DryRun = {
      object: 'dry_run',
      operation: 'embeddings',
      ...explanation,
      deployment: 'chat-east',
      prompt_tokens: 3,
      prompt_tokens_exact: true,
      max_tokens: null,
      fit: null,
      estimated_cost: null,
      cost_unknown: 'no-price',
    };
    expect(dryRunSchema.parse(dryRun)).toEqual(dryRun);
    expectTypeOf<DryRun>().toExtend<DeepReadonly<z.output<typeof dryRunSchema>>>();
  });
});
