import * as z from 'zod';
import type {
  Generated,
  GeneratedBy,
  GeneratedContent,
  GeneratedEnd,
  GeneratedToolCall,
} from '../../neutral/generated.ts';
import type { TokenUsage } from '../../openai/token-usage.ts';

const tokenCount = z.int().min(0);

const tokenUsageSchema = z
  .object({
    promptTokens: tokenCount.describe('The input, cached tokens included.'),
    completionTokens: tokenCount.describe('The output, reasoning tokens included.'),
    totalTokens: tokenCount,
    cachedTokens: tokenCount.exactOptional(),
    cacheWriteTokens: tokenCount.exactOptional(),
    audioPromptTokens: tokenCount.exactOptional(),
    reasoningTokens: tokenCount.exactOptional(),
    audioCompletionTokens: tokenCount.exactOptional(),
    estimated: z.boolean().describe('Whether Sluice counted, because the upstream never got to say.'),
  })
  .describe('What the call used, in tokens.') satisfies z.ZodType<TokenUsage>;

const toolCallSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    arguments: z
      .unknown()
      .describe('An object as a rule; text only where a limit cut it short, so that it is no JSON.'),
  })
  .describe('A tool that is to be called.') satisfies z.ZodType<GeneratedToolCall>;

const by = z.object({
  provider: z.enum(['azure-openai', 'openai', 'anthropic']).nullable(),
  model: z.string().nullable().describe('What the provider calls its model.'),
  deployment: z.string(),
}) satisfies z.ZodType<GeneratedBy>;

const end = z.object({
  ...by.shape,
  finishReason: z.string(),
  latencyMs: z.number().min(0),
  requestId: z.string(),
}) satisfies z.ZodType<GeneratedEnd>;

const content = z.object({
  content: z.string().nullable(),
  toolCalls: z.array(toolCallSchema).exactOptional(),
  reasoning: z.string().exactOptional().describe('What the model thought, where it shows it.'),
  refusal: z.string().exactOptional().describe('Why it would not answer.'),
}) satisfies z.ZodType<GeneratedContent>;

/** A whole answer in words of no provider. */
export const generatedSchema = z
  .object({ ...content.shape, ...end.shape, usage: tokenUsageSchema.nullable() })
  .describe('What a model said, in words of no provider.') satisfies z.ZodType<Generated>;

/** The data of one event of a generated stream. */
export const generatedEventSchema = z
  .union([
    toolCallSchema.describe('`tool_call`: told once it is whole.'),
    tokenUsageSchema.nullable().describe('`usage`'),
    end.describe('`done`: the last of a whole answer.'),
    z.object({ content: z.string(), reasoning: z.string(), refusal: z.string() }).partial().describe('`delta`'),
  ])
  .describe('The data of one event: `delta`, `tool_call`, `usage`, then `done`; or `error`, and no `done` follows.');

/** Such an answer. */
export const generatedExample = {
  content: 'The air scatters the blue in sunlight far more than the red, so it comes from everywhere.',
  provider: 'azure-openai',
  model: 'gpt-4o-2024-11-20',
  deployment: 'east-gpt-4o',
  finishReason: 'stop',
  latencyMs: 812,
  requestId: '9c5378c2-bdfd-4c82-b0d6-a917e0c6cbf7',
  usage: {
    promptTokens: 13,
    completionTokens: 21,
    totalTokens: 34,
    cachedTokens: 0,
    reasoningTokens: 0,
    estimated: false,
  },
} satisfies z.input<typeof generatedSchema>;
