import { expect, it } from 'vitest';
import { estimateCost } from '../../../shared/gateway/estimate-cost.ts';
import { findModel } from '../../../shared/models/catalogue.ts';

const now = () => Date.UTC(2026, 10, 1);
const metered = { tokensPerMinute: undefined, requestsPerMinute: undefined, provisioned: false };

it('prices the prompt alone, and with the longest answer', () => {
  const estimate = estimateCost({ model: 'gpt-4o', capacity: metered }, 1_000, 500, { now, findModel });
  const { at_least: least = 0, at_most: most } = estimate.estimated_cost ?? {};
  expect(estimate).toMatchObject({ estimated_cost: { currency: 'USD', prepaid: false }, cost_unknown: null });
  expect(least).toBeGreaterThan(0);
  expect(most).toBeGreaterThan(least);
});

it('has no upper end where the answer has none', () => {
  const estimate = estimateCost({ model: 'gpt-4o', capacity: metered }, 1_000, Infinity, { now, findModel });
  expect(estimate.estimated_cost?.at_most).toBeNull();
});

it('is nothing more on capacity that is paid for', () => {
  const capacity = { ...metered, provisioned: true };
  expect(estimateCost({ model: 'gpt-4o', capacity }, 1_000, 500, { now, findModel }).estimated_cost).toEqual({
    currency: 'USD',
    at_least: 0,
    at_most: 0,
    prepaid: true,
  });
});

it('is unknown, and not free, for a model without a price', () => {
  expect(estimateCost({ model: 'own-model', capacity: metered }, 1_000, 500, { now, findModel })).toEqual({
    estimated_cost: null,
    cost_unknown: 'no-price',
  });
});
