import * as z from 'zod';
import type { BudgetsAnswer, LimitsAnswer } from '../../gateway/read-limits.ts';

const amount = z.number().min(0);
const mode = z
  .enum(['hard', 'soft', 'shadow'])
  .describe('Whether a call beyond it is refused, let pass, or only noted.');

/** A caller's rates and how they stand. */
export const limitsAnswerSchema = z
  .object({
    object: z.literal('list'),
    caller: z.string(),
    data: z.array(
      z.object({
        object: z.literal('rate_limit'),
        model: z.string().nullable().describe('The alias it is for; null for one over all models.'),
        unit: z.enum(['requests', 'tokens']),
        per: z.literal('minute'),
        limit: amount,
        used: amount,
        remaining: z.number(),
        reset_seconds: amount.describe('Until all of it is free again.'),
        mode,
      }),
    ),
  })
  .describe("A caller's rates and how they stand.") satisfies z.ZodType<LimitsAnswer>;

/** The budgets a caller is charged to and how they stand. */
export const budgetsAnswerSchema = z
  .object({
    object: z.literal('list'),
    caller: z.string(),
    data: z.array(
      z.object({
        object: z.literal('budget'),
        of: z.enum(['caller', 'team', 'session']),
        name: z.string(),
        unit: z.enum(['tokens', 'dollars']),
        per: z.enum(['hour', 'day', 'month', 'total']),
        time_zone: z.string(),
        budget: amount,
        used: amount,
        held: amount.describe('Of `used`, what calls under way have reserved.'),
        remaining: z.number(),
        reset_seconds: amount.nullable().describe('Until the period ends; null for a total.'),
        mode,
      }),
    ),
  })
  .describe('The budgets a caller is charged to and how they stand.') satisfies z.ZodType<BudgetsAnswer>;
