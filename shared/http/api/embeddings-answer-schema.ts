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
