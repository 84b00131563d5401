import { BreakerPermit, type BreakerOutcome } from './breaker-permit.ts';
import { openForMs, type BreakerPolicy } from './breaker-policy.ts';
import { BreakerWindow } from './breaker-window.ts';

/** `closed`: calls pass. `open`: none does. `half-open`: one at a time, as a probe whose outcome decides. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** A breaker has changed its state: for logs, metrics and other instances. */
export type BreakerChange = {
  readonly name: string;
  readonly from: BreakerState;
  readonly to: BreakerState;
  /** What was counted when it changed. */
  readonly callCount: number;
  readonly failureCount: number;
  /** How long it stays open; with `to: 'open'` only. */
  readonly openMs?: number;
  /** Whether another instance's calls are the reason, not this one's. */
  readonly isAdopted: boolean;
};

/** What instances tell each other of a breaker; an open one says how much longer. */
export type BreakerNews =
  | { readonly state: 'closed' }
  | { readonly state: 'open'; readonly openings: number; readonly leftMs: number };

/**
 * Keeps calls away from a deployment that fails: it opens when, of enough calls within the sampling time, too large a
 * share has failed; it lets one probe through after a while, and closes when the probe succeeds.
 *
 * An outcome counts only in the state in which its call was admitted: what was under way when the breaker opened neither
 * keeps it open nor closes it.
 */
export class Breaker {
  readonly name: string;
  readonly #policy: BreakerPolicy;
  readonly #now: () => number;
  readonly #onChange: (change: BreakerChange) => void;
  readonly #window: BreakerWindow;
  readonly #settle = (permit: BreakerPermit, outcome: BreakerOutcome): void => this.#settled(permit, outcome);
  #state: BreakerState = 'closed';
  #generation = 0;
  /** How often it has opened without a calm time in between. */
  #openings = 0;
  #openUntilMs = 0;
  #closedAtMs = Number.NEGATIVE_INFINITY;
  #probe: BreakerPermit | undefined;
  #probeUntilMs = 0;

  /** `now` gives epoch milliseconds. */
  constructor(name: string, policy: BreakerPolicy, now: () => number, onChange: (change: BreakerChange) => void) {
    this.name = name;
    this.#policy = policy;
    this.#now = now;
    this.#onChange = onChange;
    this.#window = new BreakerWindow(policy.samplingMs);
  }

  get state(): BreakerState {
    return this.#state === 'open' && this.#openUntilMs <= this.#now() ? 'half-open' : this.#state;
  }

  /** When a call may be admitted, in epoch milliseconds: now or in the past for at once. */
  get admitsAtMs(): number {
    if (this.#state === 'closed') {
      return 0;
    }
    if (this.#state === 'open') {
      return this.#openUntilMs;
    }
    return this.#probe === undefined ? 0 : this.#probeUntilMs;
  }

  /** Leave for one call, or `undefined` when the deployment is to be left alone. */
  admit(): BreakerPermit | undefined {
    if (this.#state === 'closed') {
      return new BreakerPermit(this.#generation, this.#settle);
    }
    const nowMs = this.#now();
    if (this.admitsAtMs > nowMs) {
      return undefined;
    }
    if (this.#state === 'open') {
      this.#become('half-open', false);
    }
    this.#probe = new BreakerPermit(this.#generation, this.#settle);
    this.#probeUntilMs = nowMs + this.#policy.probeLeaseMs;
    return this.#probe;
  }

  /** What other instances should know; `undefined` while only time and a probe will tell. */
  news(): BreakerNews | undefined {
    if (this.#state === 'closed') {
      return { state: 'closed' };
    }
    const leftMs = this.#openUntilMs - this.#now();
    return this.#state === 'open' && leftMs > 0 ? { state: 'open', openings: this.#openings, leftMs } : undefined;
  }

  /** Takes over what another instance has found out. */
  adopt(news: BreakerNews): void {
    if (news.state === 'closed') {
      if (this.#state !== 'closed') {
        this.#close(true);
      }
      return;
    }
    const untilMs = this.#now() + news.leftMs;
    this.#openings = Math.max(this.#openings, news.openings);
    if (this.#state === 'open') {
      this.#openUntilMs = Math.max(this.#openUntilMs, untilMs);
    } else {
      this.#open(untilMs, true);
    }
  }

  #settled(permit: BreakerPermit, outcome: BreakerOutcome): void {
    if (permit.generation !== this.#generation) {
      return;
    }
    if (this.#state === 'closed') {
      if (outcome !== 'released') {
        this.#count(outcome === 'failed');
      }
    } else if (outcome === 'succeeded') {
      this.#close(false);
    } else if (outcome === 'failed') {
      this.#openAgain();
    } else if (permit === this.#probe) {
      this.#probe = undefined;
    }
  }

  #count(isFailure: boolean): void {
    const { minimumCalls, failureRatio } = this.#policy;
    const window = this.#window;
    window.count(isFailure, this.#now());
    if (isFailure && window.callCount >= minimumCalls && window.failureCount >= failureRatio * window.callCount) {
      this.#openAgain();
    }
  }

  #openAgain(): void {
    const nowMs = this.#now();
    const wasCalm = this.#state === 'closed' && nowMs - this.#closedAtMs >= this.#policy.samplingMs;
    this.#openings = wasCalm ? 1 : this.#openings + 1;
    this.#open(nowMs + openForMs(this.#openings, this.#policy), false);
  }

  #open(untilMs: number, isAdopted: boolean): void {
    this.#openUntilMs = untilMs;
    this.#become('open', isAdopted);
    this.#window.clear();
  }

  #close(isAdopted: boolean): void {
    this.#closedAtMs = this.#now();
    this.#become('closed', isAdopted);
  }

  #become(to: BreakerState, isAdopted: boolean): void {
    const from = this.#state;
    this.#state = to;
    this.#generation += 1;
    this.#probe = undefined;
    this.#onChange({
      name: this.name,
      from,
      to,
      callCount: this.#window.callCount,
      failureCount: this.#window.failureCount,
      ...(to === 'open' ? { openMs: this.#openUntilMs - this.#now() } : {}),
      isAdopted,
    });
  }
}
