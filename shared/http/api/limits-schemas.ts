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

/** A caller's two rates. */
export const limitsExample = {
  object: 'list',
  caller: 'team-a',
  data: [
    {
      object: 'rate_limit',
      model: null,
      unit: 'requests',
      per: 'minute',
      limit: 60,
      used: 5,
      remaining: 55,
      reset_seconds: 41,
      mode: 'hard',
    },
    {
      object: 'rate_limit',
      model: 'gpt-4o',
      unit: 'tokens',
      per: 'minute',
      limit: 60_000,
      used: 18_204,
      remaining: 41_796,
      reset_seconds: 52,
      mode: 'hard',
    },
  ],
} satisfies z.input<typeof limitsAnswerSchema>;

/** A budget of a caller, and one of its team. */
export const budgetsExample = {
  object: 'list',
  caller: 'team-a',
  data: [
    {
      object: 'budget',
      of: 'caller',
      name: 'team-a',
      unit: 'tokens',
      per: 'day',
      time_zone: 'UTC',
      budget: 1_000_000,
      used: 212_480,
      held: 1_033,
      remaining: 787_520,
      reset_seconds: 23_397,
      mode: 'hard',
    },
    {
      object: 'budget',
      of: 'team',
      name: 'research',
      unit: 'dollars',
      per: 'month',
      time_zone: 'Europe/Berlin',
      budget: 50,
      used: 12.4075,
      held: 0,
      remaining: 37.5925,
      reset_seconds: 1_675_397,
      mode: 'soft',
    },
  ],
} satisfies z.input<typeof budgetsAnswerSchema>;
