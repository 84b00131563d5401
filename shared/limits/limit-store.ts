import type { Claim, Settlement } from './claim.ts';
import type { Limit } from './limit.ts';

/** How what an admission takes is held. */
export type LeaseTerms = {
  /** Unique; names what the admission takes in every later operation. */
  readonly id: string;
  /** How long it is held while nobody settles or renews it. 0: nothing is held, it is charged at once. */
  readonly leaseMs: number;
  /** Whether the call is known to go up: an expired lease is then charged, otherwise given back. */
  readonly isSent: boolean;
  /** `look` takes nothing, `charge` takes whatever the limits say. */
  readonly purpose: 'take' | 'look' | 'charge';
  /** What leases of these ids hold, or were charged and are remembered at, is given back if this one is admitted. */
  readonly replaces?: readonly string[] | undefined;
};

/** How one limit stands for a claim: after it when everything was taken, before it otherwise. */
export type Count = {
  readonly used: number;
  /** Of `used`, what is only reserved by calls under way. Known for calendar spans, 0 for sliding ones. */
  readonly held: number;
  /** Milliseconds until nothing of it is used, at the latest; `undefined` when that never comes. */
  readonly resetMs: number | undefined;
  /** 0 when the claim fits; otherwise how long until it may, and `undefined` when it never will. */
  readonly waitMs: number | undefined;
  /** True for the one admission of a period that reached `warnFrom`. */
  readonly isFirstWarning: boolean;
};

/** The store's answer. A claim that does not fit a limit that is not `hard` does not stand in the way. */
export type Verdict = {
  readonly isAdmitted: boolean;
  /** The store's clock, epoch milliseconds. */
  readonly nowMs: number;
  /** In the order of the claims. */
  readonly counts: readonly Count[];
};

/** Where limits are counted. Each operation is one atomic step; it rejects with `RedisUnavailable` and nothing else. */
export type LimitStore = {
  /** Takes every claim or none. */
  admit(terms: LeaseTerms, claims: readonly Claim[]): Promise<Verdict>;
  /**
   * Charges what was taken at what it came to and ends its lease. Answers false where that has been done before. For
   * `rememberedMs` an admission that replaces it can still give it back.
   */
  settle(id: string, settlements: readonly Settlement[], rememberedMs?: number): Promise<boolean>;
  /** Holds it for another `leaseMs`, and notes that the call goes up; false where nothing is held any more. */
  keep(id: string, limits: readonly Limit[], lease: { leaseMs: number; isSent: boolean }): Promise<boolean>;
};

/**
 * How long an expired lease can still be settled to what was used. Until then it stands at its estimate if the call was
 * sent, and at nothing if not.
 */
export const lateSettlementMs = 600_000;

/** How long a refused caller waits for calls under way to give back what they do not use. */
export const heldRetryMs = 1_000;

/** How long a total that nobody uses is remembered: a session's for a month, another's for well over a year. */
export function totalKeptMs({ subject }: Limit): number {
  return subject.kind === 'session' ? 31 * 86_400_000 : 400 * 86_400_000;
}
