import { randomUUID } from 'node:crypto';
import type { Admission, AdmissionRequest, LimitState, Reservation } from './admission.ts';
import { claimsOf, settlementsOf, type ActualUse, type Settlement } from './claim.ts';
import { GuardedStore, type StoreDownPolicy } from './guarded-store.ts';
import type { Limit } from './limit.ts';
import type { LeaseTerms, LimitStore } from './limit-store.ts';
import { noticesOf, refusalOf, statesOf } from './read-verdict.ts';
import { WaitingRoom } from './waiting-room.ts';

/** What a limiter needs from outside. */
export type LimiterOptions = {
  /** Where is counted: memory for one process, Redis for many. */
  readonly store: LimitStore;
  readonly whenStoreIsDown: StoreDownPolicy;
  /** This instance's share of each limit while the store is down, above 0 and at most 1. */
  readonly localShare: number;
  /** How long what a call holds is kept when nobody says more of it. */
  readonly leaseMs: number;
  /** Most calls that wait at one limit. */
  readonly maxWaiting: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** [0, 1). */
  readonly random: () => number;
};

/** How a limiter does, for health. */
export type LimiterStatus = {
  readonly store: 'up' | 'down';
  /** Since when it is down, epoch milliseconds. */
  readonly downSinceMs: number | undefined;
  /** What happens to calls while it is. */
  readonly whenStoreIsDown: StoreDownPolicy;
  /** Settlements and charges the store is still to be told. */
  readonly untold: number;
  /** Calls that wait in line. */
  readonly waiting: number;
};

/**
 * Lets calls in as long as every limit that applies has room for what they may use at the most, and corrects that to what
 * they used. Each operation is one atomic step of the store, and none rejects because the store is down.
 */
export class Limiter {
  readonly #options: LimiterOptions;
  readonly #store: GuardedStore;
  readonly #room: WaitingRoom;
  readonly #instanceId = randomUUID();
  #admissions = 0;

  constructor(options: LimiterOptions) {
    this.#options = options;
    this.#store = new GuardedStore(options);
    this.#room = new WaitingRoom({
      ...options,
      admit: (request) => this.admit(request),
      giveBack: ({ reservation }) => void this.release(reservation),
    });
  }

  /** Reserves the estimate at every limit, or at none. Throws `TypeError` for an estimate that is no amount. */
  admit(request: AdmissionRequest): Promise<Admission> {
    return this.#ask(request, 'take');
  }

  /** What `admit` would answer now; nothing is reserved. */
  look(request: AdmissionRequest): Promise<Admission> {
    return this.#ask(request, 'look');
  }

  /** As `admit`, but waits in line for up to `maxWaitMs`. Rejects with the signal's reason when it aborts. */
  admitWithin(request: AdmissionRequest, maxWaitMs: number, signal: AbortSignal): Promise<Admission> {
    return this.#room.admitWithin(request, maxWaitMs, signal);
  }

  /** How the limits stand now. */
  async read(limits: readonly Limit[]): Promise<readonly LimitState[]> {
    return (await this.look({ caller: '', limits, estimate: { tokens: 0, microDollars: 0 } })).states;
  }

  /** Notes that the call goes up: should nobody settle it, its estimate is charged. Need not be waited for. */
  markSent(reservation: Reservation): Promise<boolean> {
    return this.#keep(reservation, true);
  }

  /** Holds a reservation for another lease; false where nothing is held any more. */
  renew(reservation: Reservation): Promise<boolean> {
    return this.#keep(reservation, false);
  }

  /** Charges what the call used, once: false, and nothing is done, when it was settled or released before. */
  settle(reservation: Reservation, actual: ActualUse): Promise<boolean> {
    return this.#settle(reservation, settlementsOf(reservation.claims, actual));
  }

  /** Gives back everything, the request included: for a call that never went up. Once, as `settle`. */
  release(reservation: Reservation): Promise<boolean> {
    return this.#settle(
      reservation,
      reservation.claims.map(({ limit }) => ({ limit, amount: 0 })),
    );
  }

  /** Tells the store what it could not be told while it was down, as far as it can be told now. */
  flush(): Promise<void> {
    return this.#store.flush();
  }

  status(): LimiterStatus {
    const { downSinceMs, untold } = this.#store;
    return {
      store: downSinceMs === undefined ? 'up' : 'down',
      downSinceMs,
      whenStoreIsDown: this.#options.whenStoreIsDown,
      untold,
      waiting: this.#room.waiting,
    };
  }

  async #ask(
    { limits, estimate, isSent = false, isFinal = false, repeated }: AdmissionRequest,
    purpose: LeaseTerms['purpose'],
  ): Promise<Admission> {
    const { now } = this.#options;
    const leaseMs = isFinal ? 0 : this.#options.leaseMs;
    const claims = claimsOf(limits, estimate);
    this.#admissions += 1;
    const id =
      repeated === undefined
        ? `${this.#instanceId}-${this.#admissions.toString(36)}`
        : attemptId(repeated.key, repeated.attempt);
    const reservation: Omit<Reservation, 'heldBy'> = {
      id,
      claims,
      leaseEndsMs: now() + leaseMs,
      ...(repeated === undefined ? {} : { rememberedMs: repeatedWithinMs }),
    };
    const unlimited = { ...reservation, heldBy: 'nobody' } as const;
    if (claims.length === 0) return { kind: 'admitted', reservation: unlimited, states: [], notices: [] };
    const asked = await this.#store.admit({ id, leaseMs, isSent, purpose, replaces: replacedBy(repeated) }, claims);
    if (asked.verdict === undefined) {
      return asked.isOpen
        ? { kind: 'admitted', reservation: unlimited, states: [], notices: [] }
        : { kind: 'refused', reason: 'store-down', limit: undefined, retryAfterMs: storeRetryMs, states: [] };
    }
    const { verdict, heldBy } = asked;
    if (!verdict.isAdmitted) {
      const refusal = refusalOf(verdict, asked.claims);
      // What is more than the share may be less than the limit.
      return heldBy === 'local-share' && refusal.reason === 'too-large'
        ? { ...refusal, reason: 'store-down', retryAfterMs: storeRetryMs }
        : refusal;
    }
    return {
      kind: 'admitted',
      reservation: { ...reservation, heldBy },
      states: statesOf(verdict, asked.claims),
      notices: noticesOf(verdict, asked.claims),
    };
  }

  #keep(reservation: Reservation, isSent: boolean): Promise<boolean> {
    return this.#store.keep(reservation, { leaseMs: this.#options.leaseMs, isSent });
  }

  async #settle(reservation: Reservation, settlements: readonly Settlement[]): Promise<boolean> {
    const isFirst = await this.#store.settle(reservation, settlements);
    if (isFirst) this.#room.noteRoom(reservation.claims.map(({ limit }) => limit.key));
    return isFirst;
  }
}

const storeRetryMs = 1_000;

/** A process that dies is noticed within minutes; an hour is enough for its call to be made again. */
const repeatedWithinMs = 3_600_000;

function attemptId(key: string, attempt: number): string {
  return `${key}/${attempt}`;
}

/** Its own id is one of them: an admission that timed out may have been made all the same. */
function replacedBy(repeated: AdmissionRequest['repeated']): readonly string[] | undefined {
  return repeated && Array.from({ length: repeated.attempt }, (_, before) => attemptId(repeated.key, before + 1));
}
