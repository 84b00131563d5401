import type { Deployment } from '../config/config.ts';
import type { ChatRequest } from '../openai/chat-request.ts';
import type { TokenUsage } from '../openai/token-usage.ts';
import { countChat } from '../tokens/chat/count-chat.ts';
import type { Parts } from './parts.ts';

/**
 * The usage of a stream whose upstream never got to say it, with the prompt counted too: it was billed when it went up,
 * however short the answer was. Usage that the upstream told is given back as it is.
 */
export async function withPromptCounted(
  usage: TokenUsage,
  chat: ChatRequest,
  { model }: Pick<Deployment, 'model'>,
  { findModel, encodings }: Pick<Parts, 'findModel' | 'encodings'>,
): Promise<TokenUsage> {
  if (!usage.estimated || usage.promptTokens > 0) {
    return usage;
  }
  const { tokens: promptTokens } = await countChat(chat, findModel(model), encodings);
  return { ...usage, promptTokens, totalTokens: promptTokens + usage.completionTokens };
}
