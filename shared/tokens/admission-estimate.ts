import type { ChatRequest } from '../openai/chat-request.ts';
import { imageRuleOf } from './chat/image-rule.ts';
import { imageTokens } from './chat/image-tokens.ts';
import { weighChat } from './chat/weigh-chat.ts';

/** The tokens a call is admitted with, before anything is known of its answer. */
export type AdmissionEstimate = { readonly promptTokens: number; readonly answerTokens: number };

/**
 * What a call will take of a tokens-per-minute limit, roughly and at no cost, in the way Azure OpenAI admits calls: the
 * prompt by its characters, four to a token, and the most its answers may be. `defaultAnswerTokens` stands in where the
 * request names no maximum.
 */
export function admissionEstimate(
  chat: ChatRequest,
  modelName: string,
  defaultAnswerTokens: number,
): AdmissionEstimate {
  const { messages, rest } = weighChat(chat, (image) => imageTokens(image, imageRuleOf(modelName)));
  const promptTokens = [...messages, rest].reduce(
    (sum, { texts, tokens }) => sum + tokens + texts.reduce((length, text) => length + text.length, 0) / 4,
    0,
  );
  const answerTokens = chat.max_completion_tokens ?? chat.max_tokens ?? defaultAnswerTokens;
  return { promptTokens: Math.ceil(promptTokens), answerTokens: answerTokens * (chat.n ?? 1) };
}
