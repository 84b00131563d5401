import * as z from 'zod';

/** Vectors, one for each text of the request, in OpenAI's form. */
export const embeddingsAnswerSchema = z
  .looseObject({
    object: z.literal('list'),
    model: z.string(),
    data: z.array(
      z.looseObject({
        object: z.literal('embedding'),
        index: z.int().min(0).describe("The place of its text in the request's input."),
        embedding: z
          .union([z.array(z.number()), z.base64()])
          .describe('Numbers; or, for `encoding_format: base64`, the same as little-endian 32-bit floats.'),
      }),
    ),
    usage: z.looseObject({ prompt_tokens: z.int().min(0), total_tokens: z.int().min(0) }),
  })
  .describe('Vectors, one for each text of the request.');

/** Such an answer, of a text that was asked to be embedded with `dimensions: 4`. */
export const embeddingsExample = {
  object: 'list',
  model: 'text-embedding-3-small',
  data: [{ object: 'embedding', index: 0, embedding: [0.6936, -0.3525, -0.5717, -0.2604] }],
  usage: { prompt_tokens: 6, total_tokens: 6 },
} satisfies z.input<typeof embeddingsAnswerSchema>;
