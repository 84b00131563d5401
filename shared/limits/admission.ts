import type { Claim, Estimate } from './claim.ts';
import type { Limit } from './limit.ts';

/** A call that asks to be let in. */
export type AdmissionRequest = {
  /** Who takes a turn when calls wait in line. */
  readonly caller: string;
  /** Every limit that applies; no two of one key. */
  readonly limits: readonly Limit[];
  readonly estimate: Estimate;
  /** Whether the call goes up as soon as it is admitted. Default: it says so with `markSent`. */
  readonly isSent?: boolean | undefined;
  /** Whether what is admitted stands as estimated, with nothing to settle or give back: so a deployment is paced. */
  readonly isFinal?: boolean | undefined;
  /**
   * The call may be made again by another process when this one dies: what its earlier attempts hold or were charged is
   * given back when this one is admitted. `key` is the call's alone; attempts are counted from 1.
   */
  readonly repeated?: { readonly key: string; readonly attempt: number } | undefined;
};

/** What an admitted call holds until it is settled or released. Plain data: another process may settle it. */
export type Reservation = {
  readonly id: string;
  readonly claims: readonly Claim[];
  /**
   * Who holds it: the store, this process's share of the limits while the store is down, or nobody, because nothing
   * limits the call or the store is down and the policy is to let calls pass.
   */
  readonly heldBy: 'store' | 'local-share' | 'nobody';
  /** When the lease ends unless it is renewed, by this process's clock. */
  readonly leaseEndsMs: number;
  /** How long what it was settled at is remembered, so that an admission in its place can give it back; absent, not. */
  readonly rememberedMs?: number | undefined;
};

/** How a limit stands. */
export type LimitState = {
  readonly limit: Limit;
  readonly used: number;
  /** Of `used`, what calls under way have only reserved; budgets only. */
  readonly held: number;
  readonly remaining: number;
  /** Milliseconds until all of it is free again; `undefined` when that never comes. */
  readonly resetMs: number | undefined;
};

/**
 * What those who watch should know of an admitted call: a budget is nearly used up (`near`; `isFirst` once in a period), a
 * soft one is exceeded, a shadowed limit would have refused, or a price is unknown, so that money is not counted.
 */
export type LimitNotice = {
  readonly kind: 'near' | 'exceeded' | 'would-refuse' | 'unpriced';
  readonly isFirst: boolean;
  readonly state: LimitState;
};

/** The call may go up. */
export type Admitted = {
  readonly kind: 'admitted';
  readonly reservation: Reservation;
  readonly states: readonly LimitState[];
  readonly notices: readonly LimitNotice[];
};

/**
 * The call may not go up, because of `rate` or `budget`; because its estimate is more than a limit grants at all
 * (`too-large`); because the store is down; or because too many wait in line.
 */
export type Refused = {
  readonly kind: 'refused';
  readonly reason: 'rate' | 'budget' | 'too-large' | 'store-down' | 'line-full';
  /** The limit that keeps the call out for longest. */
  readonly limit: Limit | undefined;
  /** How long until it may be let in; `undefined` when waiting does not help. */
  readonly retryAfterMs: number | undefined;
  readonly states: readonly LimitState[];
};

/** The answer to a call that asked to be let in. */
export type Admission = Admitted | Refused;
