import type { FittedChat } from '../tokens/fit/fit.ts';
import type { CacheOutcome } from '../cache/look-up.ts';

/** What served a call, as the answer's headers say it. */
export type ServedBy = {
  /** The deployment; of a kept answer the one that once made it. */
  readonly deployment: { readonly name: string };
  /** How many attempts went up; 0 when none did. */
  readonly attempts: number;
  /** What the cache did; absent where the route keeps no answers. */
  readonly cache?: CacheOutcome | undefined;
  /** What was done to make the chat fit the model's window. */
  readonly fitted?: FittedChat | undefined;
  /** What stood in for the answer when nothing could serve. */
  readonly degraded?: 'stale-answer' | 'smaller-model' | 'text' | undefined;
};
