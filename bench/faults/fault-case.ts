import type { Fault } from '../../local/azure/fault-rule.ts';

/** How a caller asks: for a whole answer at once, or for an event stream. */
export type Mode = 'plain' | 'stream';

/**
 * Where a fault is met. `alone`: by the only deployment of a model. `beside`: by the first of two. `held`: by the first
 * of two of a route that holds each stream until it is whole. `leaving`: by the only one, and the caller hangs up.
 */
export type Setting = 'alone' | 'beside' | 'held' | 'leaving';

/**
 * What a caller must see: a whole `answer`; a refusal, as its status and code; or text that is not passed off as an
 * answer, as `text, then` and the code of the error event behind it.
 */
export type Sight = 'answer' | `${number} ${string}` | `text, then ${string}`;

/** What must come of a fault: what the caller sees, and how many attempts all deployments together may be asked for. */
export type Expectation = {
  readonly sees: readonly Sight[];
  readonly attempts: readonly [least: number, most: number];
};

/** How long a refusal asks its callers to wait: for a time from the refusal on, or until a time of the epoch. */
export type AskedWait = { readonly askedMs?: number; readonly askedUntilMs?: number };

/** One way for a deployment to misbehave, and what must come of it. */
export type FaultCase = {
  readonly name: string;
  /** How often it misbehaves before it is well; absent: always. */
  readonly times?: number;
  /** It is well at every other call. */
  readonly isFlapping?: boolean;
  /** Nothing listens at all, at either deployment. */
  readonly isDown?: boolean;
  /** The fault, for a call at this time (epoch milliseconds). */
  fault(nowMs: number): AskedWait & { readonly fault: Fault };
  readonly alone: Readonly<Record<Mode, Expectation>>;
  readonly beside: Readonly<Record<Mode, Expectation>>;
  /** Of a stream that is held until it is whole; absent where nothing differs from `beside`. */
  readonly held?: Expectation;
};
