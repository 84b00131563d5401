import * as z from 'zod';

import { chatRequestSchema } from '../openai/chat-request.ts';
import { checkBody } from '../openai/check-body.ts';
import { GatewayError } from '../errors.ts';
import { countText } from './bpe/count-text.ts';
import type { EncodingName } from './bpe/encoding-name.ts';
import type { Encodings } from './bpe/encodings.ts';
import { countChat } from './chat/count-chat.ts';
import { encodingNameOf, isCountable, type CountedModel } from './chat/counted-model.ts';
import type { ContextWindow } from './fit/context-window.ts';

/** A question for a number of tokens: of a chat with all that belongs to it, or of a text, or of several. */
export const countRequestSchema = z.lazy(() =>
  z.looseObject({
    ...chatRequestSchema.shape,
    model: z.string().min(1),
    messages: chatRequestSchema.shape.messages.optional(),
    input: z.union([z.string(), z.array(z.string())], { error: 'a string or an array of strings' }).optional(),
    text: z.string().optional(),
  }),
);

/** A body that passed `countRequestSchema` and asks for exactly one thing to be counted. */
export type CountRequest = z.infer<typeof countRequestSchema>;

/** The answer to a `CountRequest`. `exact` is false where a rule for counting is not published. */
export type CountAnswer = {
  readonly object: 'token_count';
  readonly model: string;
  readonly tokens: number;
  readonly exact: boolean;
  readonly encoding: EncodingName;
  /** The model's window and longest answer; `null` where unknown. */
  readonly context_window: number | null;
  readonly max_output_tokens: number | null;
  /** What the window leaves for the answer; `null` where unknown, 0 where the prompt is too long. */
  readonly remaining_tokens: number | null;
};

/** The body as a question for tokens. Throws `invalid_request`. */
export function parseCountRequest(body: unknown): CountRequest {
  checkBody(countRequestSchema, body);
  const asked = [body.messages, body.input, body.text].filter((member) => member !== undefined);
  if (asked.length === 1) return body;
  throw new GatewayError('invalid_request', "Exactly one of 'messages', 'input' and 'text' must be given.", {
    param: 'messages',
  });
}

/** Counts what the question names, as its model will. Rejects with the signal's reason. */
export async function countTokens(
  request: CountRequest,
  model: CountedModel & ContextWindow,
  encodings: Encodings,
  signal?: AbortSignal,
): Promise<CountAnswer> {
  const { tokens, exact } = await countAsked(request, model, encodings, signal);
  const { contextTokens, maxOutputTokens } = model;
  return {
    object: 'token_count',
    model: request.model,
    tokens,
    exact,
    encoding: encodingNameOf(model),
    context_window: contextTokens ?? null,
    max_output_tokens: maxOutputTokens ?? null,
    remaining_tokens:
      contextTokens === undefined ? null : Math.min(Math.max(0, contextTokens - tokens), maxOutputTokens ?? Infinity),
  };
}

async function countAsked(
  request: CountRequest,
  model: CountedModel,
  encodings: Encodings,
  signal: AbortSignal | undefined,
): Promise<{ tokens: number; exact: boolean }> {
  const { messages, input, text } = request;
  if (messages !== undefined) return countChat({ ...request, messages }, model, encodings, signal);
  const encoding = await encodings.load(encodingNameOf(model));
  let tokens = 0;
  for (const part of [input ?? text ?? []].flat()) tokens += await countText(part, encoding, signal);
  return { tokens, exact: isCountable({ ...model, reasoning: false }) };
}
