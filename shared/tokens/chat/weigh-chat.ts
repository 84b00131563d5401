import type { ImagePart, ImageTokens } from './image-tokens.ts';
import { weighDefinitions, type Definitions } from './weigh-definitions.ts';
import { weighMessage } from './weigh-message.ts';
import type { Weight } from './weight.ts';

/** What a chat request weighs: each message, and all that stands beside them. */
export type ChatWeight = { readonly messages: readonly Weight[]; readonly rest: Weight };

/** Weighs a chat request; the answer is opened with three tokens of the prompt. */
export function weighChat(chat: Definitions, costOf: (image: ImagePart) => ImageTokens): ChatWeight {
  const definitions = weighDefinitions(chat);
  return {
    messages: chat.messages.map((message) => weighMessage(message, costOf)),
    rest: { ...definitions, tokens: definitions.tokens + 3 },
  };
}
