import { describe, expect, it } from 'vitest';
import { effectivePrice } from '../../../shared/models/effective-price.ts';
import type { ModelFacts } from '../../../shared/models/model-facts.ts';

const model: ModelFacts = {
  name: 'm',
  source: 'this test',
  prices: [
    { from: '2026-07-01', input: 2, output: 8 },
    { from: '2026-01-01', input: 3, output: 9 },
    {
      from: '2026-10-01',
      input: 1,
      output: 4,
      tiers: [
        { aboveTokens: 1000, input: 2, output: 8 },
        { aboveTokens: 500, input: 1.5, output: 6 },
      ],
    },
  ],
};
const inputAt = (moment: string, promptTokens = 1) => effectivePrice(model, Date.parse(moment), promptTokens)?.input;

describe('effectivePrice', () => {
  it.each([
    ['2025-12-31T23:59:59.999Z', undefined],
    ['2026-01-01T00:00:00Z', 3],
    ['2026-06-30T23:59:59.999Z', 3],
    ['2026-07-01T00:00:00Z', 2],
    ['2026-11-21T12:00:00Z', 1],
  ])('takes at %s the latest price that has begun, in whatever order they are listed', (moment, input) => {
    expect(inputAt(moment)).toBe(input);
  });

  it.each([
    [500, 1],
    [501, 1.5],
    [1000, 1.5],
    [1001, 2],
  ])('takes for a prompt of %i tokens the highest tier it is longer than', (promptTokens, input) => {
    expect(inputAt('2026-11-21', promptTokens)).toBe(input);
  });

  it('knows no price of a model that has none', () => {
    expect(effectivePrice({ name: 'm', source: 'this test' }, 0, 1)).toBeUndefined();
  });
});
