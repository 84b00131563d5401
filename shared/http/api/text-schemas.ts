import * as z from 'zod';
import type { Split } from '../../gateway/split.ts';
import type { Summary } from '../../gateway/summarise.ts';
import type { CountAnswer } from '../../tokens/count-request.ts';
import type { SummaryProgress } from '../../tokens/split/summarise-text.ts';

const count = z.int().min(0);

/** How many tokens a chat or a text is. */
export const tokenCountSchema = z
  .object({
    object: z.literal('token_count'),
    model: z.string(),
    tokens: count,
    exact: z.boolean().describe('False where a rule for counting is not published.'),
    encoding: z.enum(['o200k_base', 'cl100k_base']),
    context_window: count.nullable().describe("The model's window; null where unknown."),
    max_output_tokens: count.nullable().describe('Its longest answer; null where unknown.'),
    remaining_tokens: count.nullable().describe('What the window leaves for the answer; null where unknown.'),
  })
  .describe('How many tokens a chat or a text is.') satisfies z.ZodType<CountAnswer>;

/** The same as Anthropic answers it. */
export const messagesCountAnswerSchema = z
  .object({ input_tokens: count })
  .describe("How many tokens a chat is, in Anthropic's form.");

/** A text in chunks. */
export const splitSchema = z
  .object({
    object: z.literal('text.split'),
    model: z.string(),
    encoding: z.string(),
    chunks: z.array(
      z.object({
        index: count,
        text: z.string(),
        start: count.describe('Where it begins in the text, in UTF-16 units.'),
        end: count.describe('Where it ends.'),
        tokens: count,
      }),
    ),
  })
  .describe('A text in chunks of so many tokens.') satisfies z.ZodType<Split>;

/** The summary of a text. */
export const summarySchema = z
  .object({
    object: z.literal('summary'),
    model: z.string(),
    text: z.string(),
    parts: count.describe('How many parts the text was split into.'),
    rounds: count,
    usage: z
      .object({ prompt_tokens: count, completion_tokens: count, total_tokens: count })
      .nullable()
      .describe('Of all calls together; null when none of them said.'),
  })
  .describe('The summary of a text, and what it took.') satisfies z.ZodType<Summary>;

const progress = z
  .object({ round: count, done: count, parts: count })
  .describe('`progress`') satisfies z.ZodType<SummaryProgress>;

/** The data of one event of a streamed summary. */
export const summaryEventSchema = z
  .union([progress, summarySchema])
  .describe('The data of one event: `progress` for each part that is done, then one `summary`; or `error`.');

/** Such a count. */
export const tokenCountExample = {
  object: 'token_count',
  model: 'gpt-4o',
  tokens: 6,
  exact: true,
  encoding: 'o200k_base',
  context_window: 128_000,
  max_output_tokens: 16_384,
  remaining_tokens: 16_384,
} satisfies z.input<typeof tokenCountSchema>;

/** Such chunks. */
export const splitExample = {
  object: 'text.split',
  model: 'gpt-4o',
  encoding: 'o200k_base',
  chunks: [
    { index: 0, text: 'The sky is blue. The sea ', start: 0, end: 25, tokens: 8 },
    { index: 1, text: 'sea is, too.', start: 21, end: 33, tokens: 5 },
  ],
} satisfies z.input<typeof splitSchema>;

/** Such a summary. */
export const summaryExample = {
  object: 'summary',
  model: 'gpt-4o',
  text: 'Air scatters blue light most, which makes the sky blue.',
  parts: 1,
  rounds: 1,
  usage: { prompt_tokens: 46, completion_tokens: 12, total_tokens: 58 },
} satisfies z.input<typeof summarySchema>;
