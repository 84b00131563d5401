import * as z from 'zod';

const tokenCount = z.int().min(0);

const usageSchema = z
  .looseObject({
    prompt_tokens: tokenCount,
    completion_tokens: tokenCount,
    total_tokens: tokenCount,
    prompt_tokens_details: z.looseObject({}).nullish(),
    completion_tokens_details: z.looseObject({}).nullish(),
  })
  .describe('What the call used, in tokens.');

const toolCallSchema = z.looseObject({
  id: z.string(),
  type: z.string(),
  function: z.looseObject({ name: z.string(), arguments: z.string() }).optional(),
});

/** A whole chat completion: an upstream's own answer, with every member it has. */
export const chatCompletionSchema = z
  .looseObject({
    id: z.string(),
    object: z.literal('chat.completion'),
    created: z.int().describe('Seconds since 1970.'),
    model: z.string().describe('What the upstream calls its model.'),
    choices: z.array(
      z.looseObject({
        index: z.int().min(0),
        finish_reason: z.string().nullable().describe('`stop`, `length`, `tool_calls`, `content_filter`, …'),
        message: z.looseObject({
          role: z.string(),
          content: z.string().nullish(),
          refusal: z.string().nullish(),
          reasoning_content: z.string().nullish(),
          tool_calls: z.array(toolCallSchema).nullish(),
        }),
      }),
    ),
    usage: usageSchema.nullish(),
  })
  .describe("A chat completion: the upstream's own answer, in OpenAI's form.");

/** One event of a chat stream: its `data` as JSON. The last event's data is `[DONE]`. */
export const chatChunkSchema = z
  .looseObject({
    id: z.string(),
    object: z.string(),
    created: z.int(),
    model: z.string(),
    choices: z.array(
      z.looseObject({
        index: z.int().min(0),
        delta: z.looseObject({ role: z.string().nullish(), content: z.string().nullish() }).optional(),
        finish_reason: z.string().nullish(),
      }),
    ),
    usage: usageSchema.nullish().describe('In the last chunk, for who asked with `stream_options.include_usage`.'),
  })
  .describe(
    'The data of one event of a chat stream. `[DONE]` is the last of a whole answer; an event with an error object ' +
      'ends one that is not.',
  );

/** Such an answer. */
export const chatCompletionExample = {
  id: 'chatcmpl-example-1',
  object: 'chat.completion',
  created: 1_796_083_200,
  model: 'gpt-4o-2024-11-20',
  choices: [
    {
      index: 0,
      finish_reason: 'stop',
      message: {
        role: 'assistant',
        content: 'The air scatters the blue in sunlight far more than the red, so it comes from everywhere.',
        refusal: null,
      },
    },
  ],
  usage: { prompt_tokens: 13, completion_tokens: 21, total_tokens: 34 },
} satisfies z.input<typeof chatCompletionSchema>;
