import { expect, it } from 'vitest';
import { claimsOf, settlementsOf } from '../../../shared/limits/claim.ts';
import { dayBudget, slidingLimit } from '../../setup/limit-fixture.ts';

const requests = slidingLimit(10, { key: 'r', unit: 'requests' });
const tokens = slidingLimit(1_000, { key: 't' });
const money = dayBudget(5_000, 'hard', { key: 'm', unit: 'microDollars' });
const pace = slidingLimit(1_000, { key: 'd', subject: { kind: 'deployment', name: 'east' }, isCorrected: false });
const limits = [requests, tokens, money, pace];

it('claims one request, the estimated tokens and money, and of a deployment what it will estimate', () => {
  const claims = claimsOf(limits, { tokens: 30.2, microDollars: 7, deploymentTokens: 40 });
  expect(claims.map(({ amount }) => amount)).toEqual([1, 31, 7, 40]);
  expect(claimsOf([pace], { tokens: 30, microDollars: 7 })[0]?.amount).toBe(30);
});

it('says so where a price is unknown, rather than that it costs nothing', () => {
  const [claim] = claimsOf([money], { tokens: 1, microDollars: null });
  expect(claim).toEqual({ limit: money, amount: 0, isUnpriced: true });
});

it('charges what was used, but a request as one and what is not corrected as claimed', () => {
  const claims = claimsOf(limits, { tokens: 30, microDollars: 7 });
  expect(settlementsOf(claims, { tokens: 12, microDollars: 3 }).map(({ amount }) => amount)).toEqual([
    'as-claimed',
    12,
    3,
    'as-claimed',
  ]);
});

it('leaves the estimate where the price of what was used is unknown', () => {
  const claims = claimsOf([money], { tokens: 30, microDollars: 7 });
  expect(settlementsOf(claims, { tokens: 12, microDollars: null })[0]?.amount).toBe('as-claimed');
});

it.each([-1, Number.NaN, Infinity, Number.MAX_SAFE_INTEGER + 1])('refuses %s as an amount', (amount) => {
  expect(() => claimsOf([tokens], { tokens: amount, microDollars: null })).toThrow(TypeError);
  expect(() =>
    settlementsOf(claimsOf([tokens], { tokens: 1, microDollars: null }), { tokens: amount, microDollars: null }),
  ).toThrow(TypeError);
});
