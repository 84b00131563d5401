import fc from 'fast-check';
import { expect } from 'vitest';
import type { Breaker } from '../../../shared/resilience/breaker.ts';
import type { BreakerOutcome, BreakerPermit } from '../../../shared/resilience/breaker-permit.ts';
import type { BreakerPolicy } from '../../../shared/resilience/breaker-policy.ts';

/** What the breaker should be, kept the naive way: every call in a list, every rule in words. */
export type BreakerModel = {
  state: 'closed' | 'open' | 'half-open';
  nowMs: number;
  /** Calls that were admitted and not settled: whether they still count, in the order of the real permits. */
  permits: { counts: boolean; isProbe: boolean; isSettled: boolean }[];
  calls: { isFailure: boolean; atMs: number }[];
  openings: number;
  openUntilMs: number;
  closedAtMs: number;
  leaseUntilMs: number | undefined;
};

/** The breaker under test, its clock and the permits it gave. */
export type BreakerUnderTest = { breaker: Breaker; clock: { nowMs: number }; permits: BreakerPermit[] };

/** A model of a breaker that nothing has happened to. */
export function freshModel(nowMs: number): BreakerModel {
  return {
    state: 'closed',
    nowMs,
    permits: [],
    calls: [],
    openings: 0,
    openUntilMs: 0,
    closedAtMs: Number.NEGATIVE_INFINITY,
    leaseUntilMs: undefined,
  };
}

/** Everything that can happen to a breaker, in any order. */
export function breakerCommands(policy: BreakerPolicy) {
  type Step = fc.Command<BreakerModel, BreakerUnderTest>;
  const step = (name: string, run: Step['run'], check: Step['check'] = () => true): Step => ({
    check,
    run(model, real) {
      run(model, real);
      if (model.state === 'open' && model.nowMs >= model.openUntilMs) {
        expect(real.breaker.state).toBe('half-open');
      } else {
        expect(real.breaker.state).toBe(model.state);
      }
    },
    toString: () => name,
  });
  const leave = (model: BreakerModel, state: BreakerModel['state']): void => {
    model.state = state;
    model.permits.forEach((permit) => (permit.counts = false));
    model.leaseUntilMs = undefined;
  };
  const open = (model: BreakerModel): void => {
    const wasCalm = model.state === 'closed' && model.nowMs - model.closedAtMs >= policy.samplingMs;
    model.openings = wasCalm ? 1 : model.openings + 1;
    model.openUntilMs = model.nowMs + policy.openMs * Math.min(8, 2 ** (model.openings - 1));
    model.calls = [];
    leave(model, 'open');
  };
  const close = (model: BreakerModel): void => {
    model.closedAtMs = model.nowMs;
    leave(model, 'closed');
  };

  const tellingMs = [policy.samplingMs / 10, policy.samplingMs, policy.openMs, policy.probeLeaseMs];
  const pass = fc.oneof(fc.constantFrom(...tellingMs), fc.nat(50), fc.nat(policy.openMs * 9)).map((ms) =>
    step(`pass ${ms}`, (model, real) => {
      model.nowMs += ms;
      real.clock.nowMs += ms;
    }),
  );
  const admit = fc.constant(
    step('admit', (model, real) => {
      const isDue =
        model.state === 'closed' ||
        (model.state === 'open' ? model.nowMs >= model.openUntilMs : model.nowMs >= (model.leaseUntilMs ?? 0));
      expect(real.breaker.admitsAtMs <= model.nowMs).toBe(isDue);
      const permit = real.breaker.admit();
      expect(permit !== undefined).toBe(isDue);
      if (permit === undefined) return;
      if (model.state === 'open') leave(model, 'half-open');
      if (model.state === 'half-open') model.leaseUntilMs = model.nowMs + policy.probeLeaseMs;
      model.permits.forEach((other) => (other.isProbe = false));
      model.permits.push({ counts: true, isProbe: model.state === 'half-open', isSettled: false });
      real.permits.push(permit);
    }),
  );
  const settle = fc
    .record({ which: fc.nat(10), outcome: fc.constantFrom<BreakerOutcome>('succeeded', 'failed', 'released') })
    .map(({ which, outcome }) =>
      step(
        `${outcome} ${which}`,
        (model, real) => {
          // Mostly one of the youngest, which tell most.
          const at = Math.max(0, model.permits.length - 1 - (which % 3 === 0 ? which : which % 2));
          real.permits[at]?.[outcome]();
          const permit = model.permits[at];
          if (permit === undefined || permit.isSettled) return;
          permit.isSettled = true;
          if (!permit.counts) return;
          if (model.state === 'half-open') {
            if (outcome === 'succeeded') close(model);
            else if (outcome === 'failed') open(model);
            else if (permit.isProbe) model.leaseUntilMs = undefined;
          } else if (outcome !== 'released') {
            model.calls.push({ isFailure: outcome === 'failed', atMs: model.nowMs });
            const bucketMs = policy.samplingMs / 10;
            const young = model.calls.filter(
              ({ atMs }) => Math.floor(model.nowMs / bucketMs) - Math.floor(atMs / bucketMs) < 10,
            );
            const failures = young.filter(({ isFailure }) => isFailure).length;
            if (
              outcome === 'failed' &&
              young.length >= policy.minimumCalls &&
              failures / young.length >= policy.failureRatio
            ) {
              open(model);
            }
          }
        },
        (model) => model.permits.length > 0,
      ),
    );
  const hearOpen = fc
    .record({ leftMs: fc.integer({ min: 1, max: 20_000 }), openings: fc.integer({ min: 1, max: 5 }) })
    .map(({ leftMs, openings }) =>
      step(`hear open for ${leftMs}`, (model, real) => {
        real.breaker.adopt({ state: 'open', leftMs, openings });
        model.openings = Math.max(model.openings, openings);
        if (model.state === 'open') {
          model.openUntilMs = Math.max(model.openUntilMs, model.nowMs + leftMs);
        } else {
          model.openUntilMs = model.nowMs + leftMs;
          model.calls = [];
          leave(model, 'open');
        }
      }),
    );
  const hearClosed = fc.constant(
    step('hear closed', (model, real) => {
      real.breaker.adopt({ state: 'closed' });
      if (model.state !== 'closed') close(model);
    }),
  );
  return fc.commands([admit, admit, admit, settle, settle, settle, pass, hearOpen, hearClosed], {
    maxCommands: 100,
    size: 'max',
  });
}
