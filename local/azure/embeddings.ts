import { z } from 'zod';
import { embeddingOf, toBase64 } from './answers/embedding.ts';
import { RefusedCall, azureError, invalidRequest } from './azure-error.ts';
import type { Call } from './call.ts';
import { parseBody } from './parse-body.ts';
import { pause } from './pause.ts';
import { sendSuccess } from './send-answer.ts';
import { countTokens } from './tokens.ts';

const tokenIds = z.array(z.int().min(0)).min(1);

const embeddingsRequestSchema = z.looseObject({
  model: z.string().nullish(),
  input: z.union([
    z.string().min(1),
    z.array(z.string().min(1)).min(1).max(2048),
    tokenIds.max(8192),
    z.array(tokenIds).min(1).max(2048),
  ]),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  dimensions: z.int().min(1).nullish(),
});

/** Serves embeddings: unit vectors, as numbers or as base64, shortened where the model can do that. Throws `RefusedCall`. */
export async function embed(call: Call): Promise<void> {
  const { entry, model, traits } = call;
  if (traits.kind !== 'embeddings') throw new RefusedCall(azureError('operation-400', call.context));
  const request = parseBody(embeddingsRequestSchema, call.body);
  const dimensions = request.dimensions ?? traits.dimensions;
  if (request.dimensions !== null && request.dimensions !== undefined && !traits.canShorten)
    throw invalidRequest('This model does not support specifying dimensions.', null, null);
  if (dimensions > traits.dimensions)
    throw invalidRequest(
      `Invalid value for 'dimensions' = ${dimensions}. Must be less than or equal to ${traits.dimensions}.`,
      'dimensions',
      null,
    );

  const inputs = inputsOf(request.input);
  for (const input of inputs) {
    const tokens = typeof input === 'string' ? countTokens(input, model) : input.length;
    if (tokens > traits.contextTokens)
      throw invalidRequest(
        `This model's maximum context length is ${traits.contextTokens} tokens, however you requested ${tokens} tokens (${tokens} in your prompt; 0 for the completion). Please reduce your prompt; or completion length.`,
        null,
        'context_length_exceeded',
      );
    entry.promptTokens += tokens;
  }
  // One delay for the whole call: an embedding is one pass of the model, whatever its length.
  if (!(await pause(call.response, call.tokenDelayMs))) return;
  const isBase64 = request.encoding_format === 'base64';
  await sendSuccess(call, {
    object: 'list',
    data: inputs.map((input, index) => {
      const vector = embeddingOf(typeof input === 'string' ? input : input.join(','), model, dimensions);
      return { object: 'embedding', index, embedding: isBase64 ? toBase64(vector) : [...vector] };
    }),
    model,
    usage: { prompt_tokens: entry.promptTokens, total_tokens: entry.promptTokens },
  });
}

function inputsOf(input: z.infer<typeof embeddingsRequestSchema>['input']): (string | number[])[] {
  if (typeof input === 'string') return [input];
  const ids = tokenIds.safeParse(input);
  if (ids.success) return [ids.data];
  return input.filter((each) => typeof each !== 'number');
}
