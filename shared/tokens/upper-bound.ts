import { imageRuleOf } from './chat/image-rule.ts';
import { mostImageTokens } from './chat/image-tokens.ts';
import { weighChat } from './chat/weigh-chat.ts';
import type { Definitions } from './chat/weigh-definitions.ts';
import type { Weight } from './chat/weight.ts';

/**
 * More tokens than a chat's prompt can be, without encoding it: no token is shorter than a byte. About four times too
 * high for English; a request that fits by this bound needs no count. An image counts as the largest of its model.
 */
export function upperBound(chat: Definitions, modelName: string): number {
  const { messages, rest } = weighChat(chat, () => ({
    tokens: mostImageTokens(imageRuleOf(modelName)),
    isExact: true,
  }));
  return messages.reduce((sum, message) => sum + boundOf(message), boundOf(rest));
}

/** More tokens than a text can be. */
export function upperBoundOfText(text: string): number {
  return Buffer.byteLength(text);
}

function boundOf({ texts, tokens }: Weight): number {
  let bound = tokens;
  for (const text of texts) bound += Buffer.byteLength(text);
  return bound;
}
