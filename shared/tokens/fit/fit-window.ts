import type { ChatRequest } from '../../openai/chat-request.ts';
import { countChat, type ChatCount } from '../chat/count-chat.ts';
import { upperBound } from '../upper-bound.ts';
import { contextLengthExceeded } from './context-length-exceeded.ts';
import { longestAnswer, longestPrompt, type ContextWindow } from './context-window.ts';
import type { Fit, FitStrategy, FittedChat } from './fit.ts';
import { shortenChat, type Shortening } from './shorten-chat.ts';

/** A chat to fit, and what it is to be fitted into. */
export type FitRequest = Shortening & {
  readonly chat: ChatRequest;
  readonly window: ContextWindow;
  readonly strategy: FitStrategy;
  /** The member the model takes its answer's maximum in; without it, the one the caller used. */
  readonly tokenParameter?: TokenParameter | undefined;
};

/**
 * Makes sure that a chat and its answer stay within the model's window. A maximum that asks for more than is left is
 * clamped to it; a prompt that is itself too long goes by the strategy, or is refused with `context_length_exceeded`.
 *
 * A chat that fits even by its upper bound is not counted at all. A strategy that shortens leaves room for the answer:
 * as much as was asked for, but at most a quarter of the window. Nothing is added that the caller left out.
 */
export async function fitWindow(request: FitRequest): Promise<Fit> {
  const { chat, model, window, strategy } = request;
  const askedTokens = chat.max_completion_tokens ?? chat.max_tokens ?? undefined;
  const bound = upperBound(chat, model.name);
  const wantedTokens = Math.min(askedTokens ?? 1, window.maxOutputTokens ?? Infinity);
  if (bound <= longestPrompt(window) && wantedTokens <= longestAnswer(window, bound)) {
    return settled('unchanged', request, chat, { promptTokens: bound, counted: 'bound' });
  }
  const count = await countChat(chat, model, request.encodings, request.signal);
  if (count.tokens <= longestPrompt(window)) return settled('unchanged', request, chat, counted(count));
  if (strategy === 'longer-model') {
    return { kind: 'too-long', promptTokens: count.tokens, neededTokens: count.tokens + wantedTokens };
  }
  if (strategy === 'refuse') throw tooLong(window, count);
  const shorter = await shortenChat(chat, count, targetOf(window, askedTokens), strategy, request);
  if (shorter.count.tokens > longestPrompt(window)) throw tooLong(window, count);
  return settled(shorter.kind, request, shorter.chat, counted(shorter.count), count);
}

function targetOf(window: ContextWindow, askedTokens: number | undefined): number {
  const { contextTokens } = window;
  if (contextTokens === undefined) return longestPrompt(window);
  const room = Math.min(askedTokens ?? Infinity, window.maxOutputTokens ?? Infinity, Math.floor(contextTokens / 4));
  return Math.min(longestPrompt(window), contextTokens - Math.max(1, room));
}

type Counted = Pick<FittedChat, 'promptTokens' | 'counted'>;

function counted({ tokens, exact }: ChatCount): Counted {
  return { promptTokens: tokens, counted: exact ? 'exact' : 'estimated' };
}

function settled(
  kind: FittedChat['kind'],
  { chat: original, window, tokenParameter }: FitRequest,
  chat: ChatRequest,
  prompt: Counted,
  before?: ChatCount,
): FittedChat {
  const removed = {
    messages: original.messages.length - chat.messages.length,
    tokens: before === undefined ? 0 : before.tokens - prompt.promptTokens,
  };
  const askedTokens = chat.max_completion_tokens ?? chat.max_tokens ?? undefined;
  if (askedTokens === undefined) return { kind, chat, ...prompt, removed };
  const limit = Math.min(askedTokens, longestAnswer(window, prompt.promptTokens));
  if (limit === askedTokens) return { kind, chat, ...prompt, askedTokens, limit, removed };
  const clamped = withMaximum(chat, tokenParameter ?? parameterOf(chat), limit);
  return { kind: kind === 'unchanged' ? 'clamped' : kind, chat: clamped, ...prompt, askedTokens, limit, removed };
}

type TokenParameter = 'max_tokens' | 'max_completion_tokens';

function parameterOf(chat: ChatRequest): TokenParameter {
  return (chat.max_completion_tokens ?? undefined) === undefined ? 'max_tokens' : 'max_completion_tokens';
}

function withMaximum(chat: ChatRequest, parameter: TokenParameter, limit: number): ChatRequest {
  const { max_tokens: _maxTokens, max_completion_tokens: _maxCompletionTokens, ...rest } = chat;
  return { ...rest, [parameter]: limit };
}

function tooLong(window: ContextWindow, { tokens, messageTokens }: ChatCount): Error {
  // Three of the tokens beside the messages open the answer.
  const inMessages = messageTokens.reduce((sum, message) => sum + message, 3);
  return contextLengthExceeded(window, tokens, tokens - inMessages);
}
