import { expect, it } from 'vitest';
import type { LimitState, Refused } from '../../../shared/limits/admission.ts';
import { limitHeaders } from '../../../shared/limits/limit-headers.ts';
import { dayBudget, slidingLimit } from '../../setup/limit-fixture.ts';

const state = (limit: LimitState['limit'], used: number, resetMs: number | undefined = 1_001): LimitState => ({
  limit,
  used,
  held: 0,
  remaining: Math.max(0, limit.most - used),
  resetMs,
});
const reservation = { id: 'a', claims: [], heldBy: 'store', leaseEndsMs: 0 } as const;
const admitted = (...states: LimitState[]) => limitHeaders({ kind: 'admitted', reservation, states, notices: [] });
const refused = (retryAfterMs: number | undefined, ...states: LimitState[]) => {
  const refusal: Refused = { kind: 'refused', reason: 'rate', limit: undefined, retryAfterMs, states };
  return limitHeaders(refusal);
};
const requests = slidingLimit(60, { unit: 'requests' });
const ofModel = slidingLimit(100, { subject: { kind: 'caller-model', name: 'a', model: 'm' } });

it('tells of the tightest rate of requests and of tokens, in whole seconds', () => {
  expect(admitted(state(requests, 1), state(slidingLimit(1_000), 100), state(ofModel, 90))).toEqual({
    'x-ratelimit-limit-requests': '60',
    'x-ratelimit-remaining-requests': '59',
    'x-ratelimit-reset-requests': '2',
    'x-ratelimit-limit-tokens': '100',
    'x-ratelimit-remaining-tokens': '10',
    'x-ratelimit-reset-tokens': '2',
  });
});

it('tells nothing of a deployment’s pace, of shadowed limits, or where there is no limit', () => {
  const pace = slidingLimit(10, { subject: { kind: 'deployment', name: 'east' } });
  const shadow = [slidingLimit(10, { mode: 'shadow' }), dayBudget(10, 'shadow', { warnFrom: 1 })];
  expect(admitted(...[pace, ...shadow].map((limit) => state(limit, 9)))).toEqual({});
  expect(admitted()).toEqual({});
});

it('warns of budgets from the share on that is set', () => {
  const day = dayBudget(100, 'hard', { warnFrom: 80 });
  const total = dayBudget(50, 'soft', {
    warnFrom: 10,
    unit: 'microDollars',
    subject: { kind: 'team', name: 'secret-project' },
    span: { kind: 'calendar', period: 'total', timeZone: 'UTC' },
  });
  expect(admitted(state(day, 79))).toEqual({});
  expect(admitted(state(day, 80), state(total, 60), state(dayBudget(0, 'soft', { warnFrom: 0 }), 0))).toEqual({
    'x-sluice-budget-warning':
      'caller tokens per day; used=80%, team dollars in total; used=120%, caller tokens per day; used=100%',
  });
});

it('says how long to wait where that helps', () => {
  expect(refused(1_500.2)).toEqual({ 'retry-after': '2', 'retry-after-ms': '1501' });
  expect(refused(undefined, { ...state(requests, 60), resetMs: undefined })).toEqual({
    'x-ratelimit-limit-requests': '60',
    'x-ratelimit-remaining-requests': '0',
    'x-ratelimit-reset-requests': '0',
  });
});
