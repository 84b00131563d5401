import * as z from 'zod';

import { checkBody } from './check-body.ts';

/** What is embedded: a text, texts, one text as tokens, or texts as tokens. */
export type EmbeddingInput = string | string[] | number[] | number[][];

// What documents say of the check below, which reads an input of thousands of texts in one pass.
const token = { type: 'integer', minimum: 0 } as const;

/** An embeddings request as OpenAI documents it, with every member it does not know kept. `model` as for chat. */
export const embeddingsRequestSchema = z.lazy(() =>
  z.looseObject({
    model: z.string().min(1).optional(),
    input: z
      .custom<EmbeddingInput>(isEmbeddingInput, {
        error: 'a non-empty string, or a non-empty array of strings, of tokens or of arrays of tokens',
      })
      .meta({
        anyOf: [
          { type: 'string', minLength: 1 },
          { type: 'array', minItems: 1, items: { type: 'string' } },
          { type: 'array', minItems: 1, items: token },
          { type: 'array', minItems: 1, items: { type: 'array', minItems: 1, items: token } },
        ],
      }),
    encoding_format: z.enum(['float', 'base64'], { error: "'float' or 'base64'" }).nullish(),
    dimensions: z.int().min(1).nullish(),
    user: z.string().nullish(),
  }),
);

/** An embeddings request that passed `embeddingsRequestSchema`. */
export type EmbeddingsRequest = z.infer<typeof embeddingsRequestSchema>;

/** The body as an embeddings request: the same object, untouched. Throws `invalid_request` naming the member at fault. */
export function parseEmbeddingsRequest(body: unknown): EmbeddingsRequest {
  checkBody(embeddingsRequestSchema, body);
  return body;
}

/** How many texts the request wants embedded. One text given as an array of tokens counts as one. */
export function countEmbeddingInputs(request: EmbeddingsRequest): number {
  return isList(request.input) ? request.input.length : 1;
}

/**
 * The request as one or more that each hold at most `maxInputs` texts, in order; the same request alone when it fits.
 * 2048 is Azure's and OpenAI's limit for one call.
 */
export function splitEmbeddingInput(request: EmbeddingsRequest, maxInputs = 2048): EmbeddingsRequest[] {
  const { input } = request;
  if (!isList(input) || input.length <= maxInputs) return [request];
  const parts: EmbeddingsRequest[] = [];
  for (let from = 0; from < input.length; from += maxInputs) {
    parts.push({ ...request, input: input.slice(from, from + maxInputs) });
  }
  return parts;
}

function isList(input: EmbeddingInput): input is string[] | number[][] {
  return Array.isArray(input) && typeof input[0] !== 'number';
}

function isEmbeddingInput(input: unknown): input is EmbeddingInput {
  if (typeof input === 'string') return input !== '';
  if (!Array.isArray(input) || input.length === 0) return false;
  return (
    input.every((text) => typeof text === 'string') || isTokens(input) || input.every((tokens) => isTokens(tokens))
  );
}

function isTokens(tokens: unknown): tokens is number[] {
  return Array.isArray(tokens) && tokens.length > 0 && tokens.every((token) => Number.isInteger(token) && token >= 0);
}
