import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createAdmitter } from '../../../local/azure/admission.ts';
import { claimsOf } from '../../../shared/limits/claim.ts';
import { pacingLimits, type PacingSetting } from '../../../shared/limits/deployment-pacing.ts';
import { MemoryStore } from '../../../shared/limits/memory-store.ts';
import { lease, noonMs } from '../../setup/limit-fixture.ts';

const most = (setting: PacingSetting) =>
  pacingLimits('east', setting).map(({ key, most: share }) => [key.split(':')[2], share]);

it('gives each slice its share of the minute', () => {
  expect(most({ requestsPerMinute: 60 })).toEqual([
    ['requests/10s', 10],
    ['requests/60s', 60],
  ]);
  expect(most({ requestsPerMinute: 720, tokensPerMinute: 120_000 })).toEqual([
    ['requests/1s', 12],
    ['requests/10s', 120],
    ['requests/60s', 720],
    ['tokens/60s', 120_000],
  ]);
});

it('lets a slice too small for a request have one, and the minute as many as are granted', () => {
  expect(most({ requestsPerMinute: 3 })).toEqual([
    ['requests/10s', 1],
    ['requests/60s', 3],
  ]);
});

it('keeps to the slices it is told', () => {
  expect(most({ requestsPerMinute: 60, requestSliceSeconds: [1] })).toEqual([
    ['requests/1s', 1],
    ['requests/60s', 60],
  ]);
  expect(most({})).toEqual([]);
});

it('is never corrected, because the deployment counts the estimate', () => {
  expect(pacingLimits('east', { tokensPerMinute: 5 })[0]?.isCorrected).toBe(false);
});

/** Calls one after the other, each after a pause and so long on its way; which of them the deployment refuses. */
async function refusals(calls: readonly Call[], capacity: PacingSetting, isPaced: boolean): Promise<number> {
  const clock = { nowMs: noonMs };
  const store = new MemoryStore(() => clock.nowMs);
  const limits = pacingLimits('east', capacity);
  const arrivals: { atMs: number; tokens: number }[] = [];
  for (const [index, { pauseMs, wayMs, tokens }] of calls.entries()) {
    clock.nowMs += pauseMs;
    const claims = claimsOf(limits, { tokens, microDollars: null });
    for (;;) {
      const { isAdmitted, counts } = await store.admit(lease(`${index}`, { isSent: true, leaseMs: 600_000 }), claims);
      if (!isPaced || isAdmitted) break;
      clock.nowMs += Math.max(...counts.map(({ waitMs }) => waitMs ?? 0));
    }
    arrivals.push({ atMs: clock.nowMs + wayMs, tokens });
  }
  const upstream = { nowMs: 0 };
  const admitter = createAdmitter(capacity, () => upstream.nowMs);
  return arrivals
    .toSorted((left, right) => left.atMs - right.atMs)
    .filter(({ atMs, tokens }) => {
      upstream.nowMs = atMs;
      return admitter.admit(tokens).refusal !== undefined;
    }).length;
}

type Call = { readonly pauseMs: number; readonly wayMs: number; readonly tokens: number };

it('meets no refusal of a deployment of 60 requests per minute in slices of ten seconds, where unpaced calls do', async () => {
  const burst = Array.from({ length: 90 }, () => ({ pauseMs: 100, wayMs: 30, tokens: 10 }));
  const capacity = { requestsPerMinute: 60, tokensPerMinute: 100_000 };
  expect(await refusals(burst, capacity, true)).toBe(0);
  expect(await refusals(burst, capacity, false)).toBeGreaterThan(50);
});

it('meets none whatever the load, and however long within half a second calls are on their way', async () => {
  const call = fc.record({
    pauseMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 4_000 })),
    wayMs: fc.nat(500),
    tokens: fc.integer({ min: 1, max: 400 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(call, { maxLength: 120 }),
      fc.constantFrom(12, 60, 100, 600),
      async (calls, requestsPerMinute) => {
        expect(await refusals(calls, { requestsPerMinute, tokensPerMinute: 2_000 }, true)).toBe(0);
      },
    ),
    { numRuns: 150 },
  );
});
