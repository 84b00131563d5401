import { expect, it } from 'vitest';
import { createAdmitter, estimateTokens } from '../../../local/azure/admission.ts';

function clock() {
  let at = 1_000_000;
  return { now: () => at, pass: (ms: number) => (at += ms) };
}

it('estimates a call by the characters of its prompt and the most it may answer', () => {
  expect(estimateTokens(400, 100)).toBe(200);
  expect(estimateTokens(401, 100, 3)).toBe(401);
  expect(estimateTokens(0, undefined)).toBe(16);
});

it('admits tokens of a minute, then refuses until the minute is over', () => {
  const { now, pass } = clock();
  const admitter = createAdmitter({ tokensPerMinute: 1000 }, now);
  expect(admitter.admit(600)).toMatchObject({
    refusal: undefined,
    headers: {
      'x-ratelimit-limit-tokens': '1000',
      'x-ratelimit-remaining-tokens': '400',
      'x-ratelimit-reset-tokens': '60',
    },
  });
  pass(15_000);
  expect(admitter.admit(600)).toMatchObject({
    refusal: { reason: 'tokens', waitMs: 45_000 },
    headers: { 'x-ratelimit-remaining-tokens': '0' },
  });
  pass(45_000);
  expect(admitter.admit(600).refusal).toBeUndefined();
});

it('tells a call that can never fit to wait a day', () => {
  expect(createAdmitter({ tokensPerMinute: 1000 }).admit(1001).refusal).toEqual({
    reason: 'never-fits',
    waitMs: 86_400_000,
  });
});

it('admits requests in slices of ten seconds, and counts refused ones', () => {
  const { now, pass } = clock();
  const admitter = createAdmitter({ requestsPerMinute: 12 }, now);
  expect([1, 2, 3].map(() => admitter.admit(1).refusal?.waitMs)).toEqual([undefined, undefined, 10_000]);
  for (let slice = 0; slice < 4; slice += 1) {
    pass(10_000);
    admitter.admit(1);
    admitter.admit(1);
  }
  // Eleven calls so far, the refused one among them.
  pass(9_000);
  expect(admitter.admit(1).headers).toMatchObject({ 'x-ratelimit-remaining-requests': '0' });
  expect(admitter.admit(1).refusal).toEqual({ reason: 'requests', waitMs: 11_000 });
});

it('enforces nothing without limits, and still names some', () => {
  const admitter = createAdmitter({});
  for (let call = 0; call < 1000; call += 1) expect(admitter.admit(100_000).refusal).toBeUndefined();
  expect(admitter.admit(1).headers).toMatchObject({
    'x-ratelimit-limit-requests': '100000',
    'x-ratelimit-remaining-tokens': '1',
  });
});

it('refuses on a provisioned deployment while it is over-used, without rate headers', () => {
  const { now, pass } = clock();
  const admitter = createAdmitter({ tokensPerMinute: 60_000, provisioned: true }, now);
  expect(admitter.admit(61_000)).toEqual({ headers: {}, refusal: undefined });
  expect(admitter.admit(1)).toEqual({ headers: {}, refusal: { reason: 'provisioned', waitMs: 1000 } });
  pass(1000);
  expect(admitter.admit(1).refusal).toBeUndefined();
});
