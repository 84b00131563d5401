import type { ChatRequest } from '../../openai/chat-request.ts';

/** What becomes of a prompt that its model's window does not hold. */
export type FitStrategy = 'refuse' | 'drop-oldest' | 'middle-out' | 'truncate' | 'summarise' | 'longer-model';

/** A chat as it can be sent, and what was done to it. Its answer's maximum is there only if the caller gave one. */
export type FittedChat = {
  readonly kind: 'unchanged' | 'clamped' | 'dropped' | 'truncated' | 'summarised';
  readonly chat: ChatRequest;
  /** With `counted: 'bound'`, more than the prompt can be: it is so far below the window that nothing was counted. */
  readonly promptTokens: number;
  readonly counted: 'exact' | 'estimated' | 'bound';
  /** The maximum the caller asked for, and the one sent: no more than what the window leaves. */
  readonly askedTokens?: number;
  readonly limit?: number;
  readonly removed: { readonly messages: number; readonly tokens: number };
};

/** What came of fitting: a chat to send, or, where a longer model may serve, how long its window must be. */
export type Fit =
  | FittedChat
  | { readonly kind: 'too-long'; readonly promptTokens: number; readonly neededTokens: number };
