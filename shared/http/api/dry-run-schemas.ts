import * as z from 'zod';
import type { DryRun } from '../../gateway/dry-run.ts';
import type { Explanation } from '../../gateway/explain.ts';

const tierSchema = z.object({
  model: z.string(),
  strategy: z.string().describe('How deployments of one priority take turns.'),
  deployments: z.array(
    z.object({
      deployment: z.string(),
      position: z.int().min(1),
      reasons: z.array(z.string()).describe('In words for a person.'),
    }),
  ),
});

/** Which deployments would serve a model now, in which order and why. */
export const explanationSchema = z
  .object({
    model: z.string(),
    tiers: z.array(tierSchema).describe("The model's own deployments first, then those of its fallbacks."),
  })
  .describe('Which deployments would serve a model now, in which order and why.') satisfies z.ZodType<Explanation>;

/** What a call would become if it were made now. */
export const dryRunSchema = z
  .object({
    ...explanationSchema.shape,
    object: z.literal('dry_run'),
    operation: z.enum(['chat/completions', 'embeddings']),
    deployment: z.string().describe('The deployment that would be tried first.'),
    prompt_tokens: z.number().min(0),
    prompt_tokens_exact: z.boolean().describe('False where a rule for counting is not published.'),
    max_tokens: z.int().nullable().describe("The answer's maximum as it would be sent; null where none would be."),
    fit: z
      .object({
        kind: z.enum(['unchanged', 'clamped', 'dropped', 'truncated', 'summarised']),
        asked_max_tokens: z.int().nullable(),
        removed_messages: z.int().min(0),
        removed_tokens: z.int().min(0),
      })
      .nullable()
      .describe('What would be done to a chat to make it fit; null for what is not a chat.'),
    estimated_cost: z
      .object({
        currency: z.literal('USD'),
        at_least: z.number().min(0),
        at_most: z.number().min(0).nullable().describe('With the longest answer there can be; null where not known.'),
        prepaid: z.boolean().describe('Whether the deployment is paid for already.'),
      })
      .nullable(),
    cost_unknown: z
      .enum(['no-price', 'no-price-yet', 'no-cached-input-price', 'no-cache-write-price', 'no-audio-price'])
      .nullable()
      .describe('Why there is no estimate.'),
  })
  .describe('What a call would become if it were made now. Nothing was sent.') satisfies z.ZodType<DryRun>;

/** Such an order. */
export const explanationExample = {
  model: 'gpt-4o',
  tiers: [
    {
      model: 'gpt-4o',
      strategy: 'weighted',
      deployments: [
        { deployment: 'east-gpt-4o', position: 1, reasons: ['priority 1', 'weight 1'] },
        { deployment: 'west-gpt-4o', position: 2, reasons: ['priority 2', 'weight 1'] },
      ],
    },
  ],
} satisfies z.input<typeof explanationSchema>;

/** What a chat would become. */
export const dryRunExample = {
  object: 'dry_run',
  operation: 'chat/completions',
  ...explanationExample,
  deployment: 'east-gpt-4o',
  prompt_tokens: 13,
  prompt_tokens_exact: true,
  max_tokens: null,
  fit: { kind: 'unchanged', asked_max_tokens: null, removed_messages: 0, removed_tokens: 0 },
  estimated_cost: { currency: 'USD', at_least: 0.000_032_5, at_most: 0.163_872_5, prepaid: false },
  cost_unknown: null,
} satisfies z.input<typeof dryRunSchema>;
