import * as z from 'zod';

/** One entry of the catalogue: what is known of a model. Whatever is absent is unknown. */
export const modelEntrySchema = z.lazy(modelEntry);

/** What a gateway file may say of a model: any part of an entry, over what is known already. */
export const modelOverrideSchema = z.lazy(() => modelEntrySchema.unwrap().partial());

// Built when an entry is to be checked: those that are built in have been, and every start would wait for it.
function modelEntry() {
  const tokens = z.int().positive();
  const dollars = z.number().min(0);
  const date = z.iso.date();
  const medium = z.enum(['text', 'image', 'audio', 'video', 'pdf']);

  const rates = {
    input: dollars.describe('Dollars for a million tokens of the prompt.'),
    cachedInput: dollars.optional().describe('The same for those read from a cache.'),
    cacheWrite: dollars.optional().describe('The same for those written to a cache.'),
    audioInput: dollars.optional().describe('The same for audio.'),
    output: dollars.describe('Dollars for a million tokens of the answer.'),
    audioOutput: dollars.optional().describe('The same for audio.'),
  };

  /** Prices for a whole request whose prompt is longer than `aboveTokens`. */
  const priceTierSchema = z.strictObject({
    aboveTokens: tokens.describe('Length of the prompt beyond which these prices hold.'),
    ...rates,
  });

  /** What a million tokens cost in US dollars, from a day on. An absent price is unknown, not free. */
  const priceSchema = z.strictObject({
    from: date.describe('The day (UTC) these prices begin.'),
    ...rates,
    tiers: z.array(priceTierSchema).optional().describe('Prices of longer prompts.'),
  });

  return z.strictObject({
    contextTokens: tokens.optional().describe('Prompt and answer together.'),
    maxInputTokens: tokens.optional().describe('The prompt alone, where that is less than the whole window.'),
    maxOutputTokens: tokens.optional().describe('The longest answer.'),
    encoding: z.enum(['o200k_base', 'cl100k_base']).optional().describe('Absent where no tokenizer is published.'),
    encodingAssumed: z.boolean().optional().describe('Whether the encoding is a guess.'),
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
      .optional()
      .describe('What it serves.'),
    reasoning: z.boolean().optional().describe('Whether it reasons before it answers.'),
    reasoningEfforts: z
      .array(z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']))
      .optional()
      .describe('Values of reasoning_effort it takes.'),
    temperature: z
      .enum(['accepted', 'refused', 'with-effort-none'])
      .optional()
      .describe('Whether it takes a temperature.'),
    tokenParameter: z.enum(['max_tokens', 'max_completion_tokens']).optional().describe('What bounds its answer.'),
    tools: z.boolean().optional().describe('Whether it calls tools.'),
    structuredOutput: z.boolean().optional().describe('Whether it keeps to a JSON schema.'),
    input: z.array(medium).optional().describe('What a prompt may hold.'),
    output: z.array(medium).optional().describe('What an answer may hold.'),
    dimensions: tokens.optional().describe('Length of an embedding.'),
    prices: z.array(priceSchema).optional().describe('What it costs, from which day on.'),
    retirements: z
      .array(z.strictObject({ version: z.string().describe('Of the model.'), on: date.describe('The day (UTC).') }))
      .optional()
      .describe('When versions of it end.'),
    source: z.string().describe('Where the facts were read, and when.'),
    note: z.string().optional().describe('For whoever reads this.'),
  });
}
