import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../../shared/config/config.ts';
import { Candidates } from '../../../shared/gateway/candidates.ts';
import type { FailureKind } from '../../../shared/upstream/failure-table.ts';
import { UpstreamFailure } from '../../../shared/upstream/upstream-failure.ts';
import { deploymentOf } from '../../setup/deployment.ts';

const nowMs = 1_000_000;
const [east, west, mini, tiny] = ['east', 'west', 'mini', 'tiny'].map((name) => deploymentOf({ name }));
const all = { east, west, mini, tiny };
type Name = keyof typeof all;
const deployment = (name: Name): Deployment => all[name] ?? expect.unreachable(name);
const failure = (kind: FailureKind = 'failed') => new UpstreamFailure(kind, `It is ${kind}.`);

/** East and west of the model asked for, then mini of its fallback, then tiny of the next. */
function threeTiers(readyAt: (name: string) => number = () => 0, canWaitFor?: (name: string, ms: number) => boolean) {
  const candidates = new Candidates(
    ({ name }) => readyAt(name),
    5_000,
    canWaitFor === undefined ? undefined : ({ name }, ms) => canWaitFor(name, ms),
  );
  candidates.add([deployment('east'), deployment('west')]);
  candidates.add([deployment('mini')]);
  candidates.add([deployment('tiny')]);
  return {
    candidates,
    next: (...others: Parameters<Candidates['next']> extends [number, ...infer Rest] ? Rest : never) =>
      candidates.next(nowMs, ...others)?.deployment.name,
    fail: (name: Name, kind?: FailureKind, waitMs = 0) =>
      candidates.failed(deployment(name), failure(kind), nowMs + waitMs),
  };
}

describe('Candidates', () => {
  it('are tried in the order they were given, each before any is tried again', () => {
    const { candidates, next, fail } = threeTiers();
    expect(next()).toBe('east');
    expect(candidates.next(nowMs)).toMatchObject({ tier: 0, readyMs: nowMs, failures: 0, failure: undefined });
    fail('east');
    expect(next()).toBe('west');
    expect(candidates.failuresOf(deployment('east'))).toBe(1);
    expect(candidates.failuresOf(deployment('west'))).toBe(0);
  });

  it('try their own model twice before another', () => {
    const { next, fail } = threeTiers();
    fail('east', 'failed', 1_000);
    fail('west', 'failed', 2_000);
    expect(next()).toBe('east');
    fail('east', 'failed', 1_000);
    expect(next()).toBe('west');
    fail('west', 'failed', 1_000);
    expect(next()).toBe('mini');
  });

  it('leave a model that fell silent after one try of each', () => {
    const { next, fail } = threeTiers();
    fail('east', 'timed-out');
    fail('west', 'timed-out');
    expect(next()).toBe('mini');
  });

  it('wait a little for the right model, and take another where it would be long', () => {
    expect(threeTiers((name) => nowMs + (name === 'mini' ? 0 : 4_000)).next()).toBe('east');
    expect(threeTiers((name) => nowMs + (name === 'mini' ? 0 : 6_000)).next()).toBe('mini');
  });

  it('do not wait at all for what cannot be waited for', () => {
    const { next } = threeTiers(
      (name) => (name === 'mini' ? 0 : nowMs + 10),
      (name) => name === 'mini',
    );
    expect(next()).toBe('mini');
  });

  it('prefer a long wait to what cannot be waited for, and name that only when there is nothing else', () => {
    const wait = { east: 10, west: 9_000, mini: 8_000, tiny: 9_500 };
    const readyAt = (name: string) => nowMs + (Object.entries(wait).find(([each]) => each === name)?.[1] ?? 0);
    expect(threeTiers(readyAt, (name) => name !== 'east').next()).toBe('mini');
    expect(threeTiers(readyAt, () => false).next()).toBe('east');
  });

  it('keep an attempt for each further model rather than spend all on second tries', () => {
    const { next, fail } = threeTiers();
    fail('east');
    fail('west');
    expect(next(undefined, 3)).toBe('east');
    expect(next(undefined, 2)).toBe('mini');
    fail('mini');
    expect(next(undefined, 1)).toBe('tiny');
  });

  it('come back to the first to be ready when all are spent', () => {
    const { next, fail } = threeTiers();
    for (const name of ['east', 'west', 'mini', 'tiny'] as const) {
      fail(name, 'failed', 50);
      fail(name, 'failed', name === 'mini' ? 10 : 50);
    }
    expect(next()).toBe('mini');
  });

  it('are replaced as a whole, removed one by one, and passed over when asked', () => {
    const { candidates, next } = threeTiers();
    expect(next(deployment('east'))).toBe('west');
    candidates.remove(deployment('east'));
    expect(next()).toBe('west');
    candidates.replaceBy([deployment('tiny')]);
    expect(candidates.next(nowMs)).toMatchObject({ deployment: { name: 'tiny' }, tier: 0 });
    candidates.remove(deployment('tiny'));
    expect(next()).toBeUndefined();
    expect(candidates.failuresOf(deployment('tiny'))).toBe(0);
  });

  it('never give a fallback model while a deployment of its own that has not failed twice is ready', () => {
    const event = fc.record({
      name: fc.constantFrom<Name>('east', 'west', 'mini', 'tiny'),
      kind: fc.constantFrom<FailureKind>('failed', 'throttled', 'timed-out', 'malformed'),
      waitMs: fc.nat(8_000),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 10 }), fc.array(fc.nat(8_000), { minLength: 4 }), (events, waits) => {
        const readyAt = (name: string): number => nowMs + (waits[Object.keys(all).indexOf(name)] ?? 0);
        const { candidates, fail } = threeTiers(readyAt);
        const seen = new Map<Name, { failures: number; isSilent: boolean; readyMs: number }>();
        for (const { name, kind, waitMs } of events) {
          fail(name, kind, waitMs);
          const failures = (seen.get(name)?.failures ?? 0) + 1;
          seen.set(name, { failures, isSilent: kind === 'timed-out', readyMs: nowMs + waitMs });
        }
        const next = candidates.next(nowMs);
        const ownAndReady = (['east', 'west'] as const).filter((name) => {
          const { failures = 0, isSilent = false, readyMs = 0 } = seen.get(name) ?? {};
          return failures < 2 && !isSilent && Math.max(readyMs, readyAt(name)) <= nowMs;
        });
        expect(ownAndReady.length === 0 || next?.tier === 0).toBe(true);
      }),
    );
  });
});

it('leaves a candidate that is held for one that is not, and counts no failure', () => {
  const { candidates, next } = threeTiers();
  candidates.holdUntil(deployment('east'), nowMs + 500);
  expect(next()).toBe('west');
  expect(candidates.failuresOf(deployment('east'))).toBe(0);
  expect(candidates.next(nowMs, deployment('west'))).toMatchObject({
    deployment: { name: 'east' },
    readyMs: nowMs + 500,
  });
});
