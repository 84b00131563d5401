import type { SplitRequest } from '../neutral/split-request.ts';
import { encodingNameOf } from '../tokens/chat/counted-model.ts';
import { splitText, type Chunk } from '../tokens/split/split-text.ts';
import type { Call } from './call.ts';
import type { Parts } from './parts.ts';
import { planCall } from './plan-call.ts';

/** A text in chunks: each with its place in the text, in UTF-16 units (`text.slice(start, end)`), and its tokens. */
export type Split = {
  readonly object: 'text.split';
  readonly model: string;
  readonly encoding: string;
  readonly chunks: readonly (Chunk & { readonly index: number })[];
};

/** Splits a text at natural borders into chunks for one of the caller's models. Nothing is sent. Throws `GatewayError`. */
export async function split(request: SplitRequest, call: Call, parts: Parts): Promise<Split> {
  const { route } = planCall(request.model, 'models', call, parts);
  const encoding = await parts.encodings.load(encodingNameOf(parts.findModel(route.model)));
  const chunks = await splitText(request.text, {
    maxTokens: request.max_tokens,
    overlapTokens: request.overlap_tokens ?? 0,
    encoding,
    signal: call.gone,
  });
  return {
    object: 'text.split',
    model: request.model,
    encoding: encoding.name,
    chunks: chunks.map((chunk, index) => ({ index, ...chunk })),
  };
}
