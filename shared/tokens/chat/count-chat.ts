import { encodeSteps } from '../bpe/encode-steps.ts';
import type { Encoding } from '../bpe/encoding.ts';
import type { Encodings } from '../bpe/encodings.ts';
import { inSlices } from '../bpe/in-slices.ts';
import { encodingNameOf, isCountable, type CountedModel } from './counted-model.ts';
import { imageRuleOf } from './image-rule.ts';
import { imageTokens } from './image-tokens.ts';
import { weighChat } from './weigh-chat.ts';
import type { Definitions } from './weigh-definitions.ts';
import type { Weight } from './weight.ts';

/** A chat's prompt in tokens. `exact` is false when a part of it counts by a rule that is not published. */
export type ChatCount = {
  readonly tokens: number;
  readonly exact: boolean;
  /** The tokens of each message; `tokens` is their sum and what stands beside them. */
  readonly messageTokens: readonly number[];
};

/** Counts a chat's prompt as its model will. Long ones are counted in slices; rejects with the signal's reason. */
export async function countChat(
  chat: Definitions,
  model: CountedModel,
  encodings: Encodings,
  signal?: AbortSignal,
): Promise<ChatCount> {
  const encoding = await encodings.load(encodingNameOf(model));
  return inSlices(countChatSteps(chat, model, encoding), signal);
}

function* countChatSteps(chat: Definitions, model: CountedModel, encoding: Encoding): Generator<undefined, ChatCount> {
  const rule = imageRuleOf(model.name);
  const { messages, rest } = weighChat(chat, (image) => imageTokens(image, rule));
  const messageTokens: number[] = [];
  for (const message of messages) {
    messageTokens.push(yield* countWeightSteps(message, encoding));
    yield;
  }
  const restTokens = yield* countWeightSteps(rest, encoding);
  return {
    tokens: messageTokens.reduce((sum, tokens) => sum + tokens, restTokens),
    exact: isCountable(model) && rest.isExact && messages.every(({ isExact }) => isExact),
    messageTokens,
  };
}

function* countWeightSteps({ texts, tokens }: Weight, encoding: Encoding): Generator<undefined, number> {
  let total = tokens;
  for (const text of texts) total += yield* encodeSteps(text, encoding);
  return total;
}
