import type { TokenUsage } from '../openai/token-usage.ts';

/** A complete answer as it was given once: a whole JSON body, or all events of a stream with their framing. */
export type CachedAnswer = {
  readonly kind: 'whole' | 'stream';
  readonly body: Uint8Array;
  /** Epoch milliseconds. */
  readonly storedAtMs: number;
  /** What the answer cost when it was made. */
  readonly usage: TokenUsage | undefined;
  /** The name of the deployment that made it. */
  readonly deployment: string;
};

/** How long an answer counts as fresh, and how much longer it is kept for when nothing else can be had. */
export type Lifetime = { readonly ttlMs: number; readonly staleForMs: number };

/** A kept answer; a stale one serves only in place of a failure. */
export type FoundAnswer = { readonly answer: CachedAnswer; readonly isStale: boolean };

/** Where complete answers are kept. Neither method ever rejects: a store that fails has nothing and keeps nothing. */
export type AnswerCache = {
  get(key: string): Promise<FoundAnswer | undefined>;
  /** Keeps an answer that is complete. One that is larger than the store takes is not kept. */
  put(key: string, answer: CachedAnswer, lifetime: Lifetime): Promise<void>;
};
