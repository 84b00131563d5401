import * as z from 'zod';

const tokens = z.int().positive();
const dollars = z.number().min(0);
const date = z.iso.date();
const medium = z.enum(['text', 'image', 'audio', 'video', 'pdf']);

/** Prices for a whole request whose prompt is longer than `aboveTokens`. */
const priceTierSchema = z.strictObject({
  aboveTokens: tokens,
  input: dollars,
  cachedInput: dollars.optional(),
  cacheWrite: dollars.optional(),
  audioInput: dollars.optional(),
  output: dollars,
  audioOutput: dollars.optional(),
});

/** What a million tokens cost in US dollars, from a day on. An absent price is unknown, not free. */
const priceSchema = z.strictObject({
  from: date,
  input: dollars,
  cachedInput: dollars.optional(),
  cacheWrite: dollars.optional(),
  audioInput: dollars.optional(),
  output: dollars,
  audioOutput: dollars.optional(),
  tiers: z.array(priceTierSchema).optional(),
});

/** One entry of the catalogue: what is known of a model. Whatever is absent is unknown. */
export const modelEntrySchema = z.strictObject({
  contextTokens: tokens.optional().describe('Prompt and answer together.'),
  maxInputTokens: tokens.optional().describe('The prompt alone, where that is less than the whole window.'),
  maxOutputTokens: tokens.optional(),
  encoding: z.enum(['o200k_base', 'cl100k_base']).optional().describe('Absent where no tokenizer is published.'),
  encodingAssumed: z.boolean().optional(),
  endpoints: z
    .array(
      z.enum([
        'chat',
        'responses',
        'completions',
        'embeddings',
        'images',
        'image-edits',
        'transcriptions',
        'speech',
        'batch',
        'fine-tuning',
      ]),
    )
    .optional(),
  reasoning: z.boolean().optional(),
  reasoningEfforts: z.array(z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'])).optional(),
  temperature: z.enum(['accepted', 'refused', 'with-effort-none']).optional(),
  tokenParameter: z.enum(['max_tokens', 'max_completion_tokens']).optional(),
  tools: z.boolean().optional(),
  structuredOutput: z.boolean().optional(),
  input: z.array(medium).optional(),
  output: z.array(medium).optional(),
  dimensions: tokens.optional().describe('Length of an embedding.'),
  prices: z.array(priceSchema).optional(),
  retirements: z.array(z.strictObject({ version: z.string(), on: date })).optional(),
  source: z.string().describe('Where the facts were read, and when.'),
  note: z.string().optional(),
});

/** What a gateway file may say of a model: any part of an entry, over what is known already. */
export const modelOverrideSchema = modelEntrySchema.partial();
