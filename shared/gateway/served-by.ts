import type { FittedChat } from '../tokens/fit/fit.ts';
import type { CacheOutcome } from '../cache/look-up.ts';

/** What a call used: prompt and answer together, and billionths of a US dollar, `undefined` where no price is known. */
export type Spent = { readonly tokens: number; readonly nanoDollars: number | undefined };

/** What served a call, as the answer's headers say it. */
export type ServedBy = {
  /** The deployment; of a kept answer the one that once made it. */
  readonly deployment: { readonly name: string };
  /** How many attempts went up; 0 when none did. */
  readonly attempts: number;
  /** What the cache did; absent where the route keeps no answers. */
  readonly cache?: CacheOutcome | undefined;
  /** What the call used and cost; absent of a stream, whose end is not known yet. */
  readonly spent?: Spent | undefined;
  /** What was done to make the chat fit the model's window. */
  readonly fitted?: FittedChat | undefined;
  /** How the caller's limits stand, as headers. */
  readonly limits?: Readonly<Record<string, string>> | undefined;
  /** What stood in for the answer when nothing could serve. */
  readonly degraded?: 'stale-answer' | 'smaller-model' | 'text' | undefined;
};
