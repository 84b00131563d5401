import type { Deployment } from '../config/config.ts';
import type { UpstreamFailure } from '../upstream/upstream-failure.ts';

/** One deployment in one call: when it may be tried (again), how often it has failed, and how it did last. */
export type Candidate = {
  readonly deployment: Deployment;
  /** 0 for the model asked for, 1 for its first fallback, and so on. */
  readonly tier: number;
  readonly readyMs: number;
  readonly failures: number;
  readonly failure: UpstreamFailure | undefined;
};

/** When a deployment may be called, by what is known of it beside this call; epoch milliseconds. */
export type ReadyAt = (deployment: Deployment) => number;

/** Whether a call may wait for a deployment that is ready only at `readyMs`; epoch milliseconds. */
export type CanWaitFor = (deployment: Deployment, readyMs: number) => boolean;

/**
 * The deployments a call may still try, in order of choice.
 *
 * Going elsewhere comes before trying the same again, and both before another model: a fallback model is tried when
 * each deployment of the model before it has failed twice, fell silent, or is not to be had within `patienceMs`. It is
 * tried sooner when the attempts that are left would otherwise all go to second tries. One that cannot be waited for at
 * all comes last, whatever its model.
 */
export class Candidates {
  readonly #readyAt: ReadyAt;
  readonly #patienceMs: number;
  readonly #canWaitFor: CanWaitFor;
  #list: Candidate[] = [];

  constructor(readyAt: ReadyAt, patienceMs = defaultPatienceMs, canWaitFor: CanWaitFor = () => true) {
    this.#readyAt = readyAt;
    this.#patienceMs = patienceMs;
    this.#canWaitFor = canWaitFor;
  }

  /** Adds the deployments of a further tier, in order of choice. */
  add(deployments: readonly Deployment[]): void {
    const tier = (this.#list.at(-1)?.tier ?? -1) + 1;
    this.#list.push(
      ...deployments.map((deployment) => ({ deployment, tier, readyMs: 0, failures: 0, failure: undefined })),
    );
  }

  /** Nothing but these may serve from now on. */
  replaceBy(deployments: readonly Deployment[]): void {
    this.#list = [];
    this.add(deployments);
  }

  remove(deployment: Deployment): void {
    this.#list = this.#list.filter((candidate) => candidate.deployment !== deployment);
  }

  /** Notes that a candidate failed and may be tried again at `readyMs`. */
  failed(deployment: Deployment, failure: UpstreamFailure, readyMs: number): void {
    this.#list = this.#list.map((candidate) =>
      candidate.deployment === deployment
        ? { ...candidate, readyMs, failures: candidate.failures + 1, failure }
        : candidate,
    );
  }

  /** Notes that a candidate may be tried only at `readyMs`, though it did not fail. */
  holdUntil(deployment: Deployment, readyMs: number): void {
    this.#list = this.#list.map((candidate) =>
      candidate.deployment === deployment ? { ...candidate, readyMs } : candidate,
    );
  }

  failuresOf(deployment: Deployment): number {
    return this.#list.find((candidate) => candidate.deployment === deployment)?.failures ?? 0;
  }

  /**
   * The candidate that is next, ready at its `readyMs`; `undefined` when there is none. `except` is passed over;
   * `attemptsLeft` is how many attempts the call may still make.
   */
  next(nowMs: number, except?: Deployment, attemptsLeft = Number.POSITIVE_INFINITY): Candidate | undefined {
    const all = this.#list
      .filter(({ deployment }) => deployment !== except)
      .map((candidate) => ({
        ...candidate,
        readyMs: Math.max(nowMs, candidate.readyMs, this.#readyAt(candidate.deployment)),
      }));
    const possible = all.filter(({ deployment, readyMs }) => readyMs <= nowMs || this.#canWaitFor(deployment, readyMs));
    const unspent = possible.filter((candidate) => !this.#isSpent(candidate, nowMs, attemptsLeft));
    const firstTier = Math.min(...unspent.map(({ tier }) => tier));
    const inTurn = unspent.filter(({ tier }) => tier === firstTier);
    const eligible = [inTurn, possible, all].find((some) => some.length > 0) ?? [];
    return eligible.toSorted((left, right) => left.readyMs - right.readyMs || left.failures - right.failures)[0];
  }

  #isSpent({ failures, failure, readyMs, tier }: Candidate, nowMs: number, attemptsLeft: number): boolean {
    return (
      failures >= 2 ||
      failure?.kind === 'timed-out' ||
      readyMs - nowMs > this.#patienceMs ||
      (failures > 0 && attemptsLeft <= this.#untriedTiersAfter(tier))
    );
  }

  #untriedTiersAfter(tier: number): number {
    const after = this.#list.filter((candidate) => candidate.tier > tier);
    const tried = new Set(after.filter(({ failures }) => failures > 0).map((candidate) => candidate.tier));
    return new Set(after.map((candidate) => candidate.tier).filter((later) => !tried.has(later))).size;
  }
}

/** Another model is a loss, if a small one: a short wait for the right one comes first. */
const defaultPatienceMs = 5_000;
