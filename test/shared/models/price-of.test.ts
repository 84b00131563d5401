import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCatalogue, findModel } from '../../../shared/models/catalogue.ts';
import { priceOf, type BilledTokens } from '../../../shared/models/price-of.ts';

const served = { atMs: Date.parse('2026-11-21T10:00:00Z'), provisioned: false };
const cost = (model: string, tokens: BilledTokens) => priceOf(findModel(model), tokens, served);

describe('priceOf', () => {
  it.each<[string, string, BilledTokens, number]>([
    ['1000 in at $2.50 and 500 out at $10', 'gpt-4o', { promptTokens: 1000, completionTokens: 500 }, 7_500_000],
    [
      '600 of the 1000 in from the cache at $1.25',
      'gpt-4o',
      { promptTokens: 1000, cachedTokens: 600, completionTokens: 500 },
      6_750_000,
    ],
    ['one token in at $0.02', 'text-embedding-3-small', { promptTokens: 1, completionTokens: 0 }, 20],
    ['reasoning as output', 'gpt-5', { promptTokens: 10, completionTokens: 1000 }, 10_012_500],
    [
      '2000 read at $0.30, 1000 written at $3.75, 500 plain at $3, 100 out at $15',
      'claude-sonnet-4-6',
      { promptTokens: 3500, cachedTokens: 2000, cacheWriteTokens: 1000, completionTokens: 100 },
      7_350_000,
    ],
    [
      'a long prompt, the whole of it at the tier: $5 and $22.50',
      'gpt-5.4',
      { promptTokens: 272_001, completionTokens: 1000 },
      272_001 * 5000 + 1000 * 22_500,
    ],
    [
      'a prompt as long as the tier begins, at the plain rate',
      'gpt-5.4',
      { promptTokens: 272_000, completionTokens: 1000 },
      272_000 * 2500 + 1000 * 15_000,
    ],
    ['nothing consumed', 'gpt-4o', { promptTokens: 0, completionTokens: 0 }, 0],
  ])('charges %s', (_, model, tokens, nanoDollars) => {
    expect(cost(model, tokens)).toEqual({ kind: 'metered', nanoDollars });
  });

  it.each<[string, string, BilledTokens, string]>([
    ['a model the catalogue lacks', 'gpt-9-nova', { promptTokens: 1, completionTokens: 1 }, 'no-price'],
    [
      'cached input without a price',
      'gpt-4',
      { promptTokens: 9, cachedTokens: 1, completionTokens: 1 },
      'no-cached-input-price',
    ],
    [
      'cache writes without a price',
      'gpt-4o',
      { promptTokens: 9, cacheWriteTokens: 1, completionTokens: 1 },
      'no-cache-write-price',
    ],
    ['audio heard', 'gpt-4o', { promptTokens: 9, audioPromptTokens: 1, completionTokens: 1 }, 'no-audio-price'],
    ['audio spoken', 'gpt-4o', { promptTokens: 9, completionTokens: 9, audioCompletionTokens: 1 }, 'no-audio-price'],
    [
      'cache writes of a tier that does not price them',
      'gpt-5.6-sol',
      { promptTokens: 300_000, cacheWriteTokens: 1, completionTokens: 1 },
      'no-cache-write-price',
    ],
  ])('does not know the cost of %s, and says why', (_, model, tokens, reason) => {
    expect(cost(model, tokens)).toEqual({ kind: 'unknown', nanoDollars: null, reason });
  });

  it('does not know the cost before the first price begins', () => {
    expect(
      priceOf(findModel('gpt-4o'), { promptTokens: 1, completionTokens: 1 }, { atMs: 0, provisioned: false }),
    ).toEqual({ kind: 'unknown', nanoDollars: null, reason: 'no-price-yet' });
  });

  it('shows prepaid capacity apart: at no cost, beside what it would have cost', () => {
    const tokens = { promptTokens: 1000, completionTokens: 500 };
    const prepaid = { ...served, provisioned: true };
    expect(priceOf(findModel('gpt-4o'), tokens, prepaid)).toEqual({
      kind: 'prepaid',
      nanoDollars: 0,
      listNanoDollars: 7_500_000,
    });
    expect(priceOf(findModel('gpt-9-nova'), tokens, prepaid)).toEqual({
      kind: 'prepaid',
      nanoDollars: 0,
      listNanoDollars: null,
    });
  });

  it('takes prices from overrides, audio included', () => {
    const prices = [{ from: '2026-01-01', input: 1, output: 2, audioInput: 40, audioOutput: 80 }];
    const model = createCatalogue({ 'gpt-4o': { prices } }).findModel('gpt-4o');
    const tokens = { promptTokens: 30, audioPromptTokens: 10, completionTokens: 20, audioCompletionTokens: 5 };
    expect(priceOf(model, tokens, served)).toEqual({
      kind: 'metered',
      nanoDollars: 20 * 1000 + 10 * 40_000 + 15 * 2000 + 5 * 80_000,
    });
  });

  it('never credits a call whose parts exceed the whole', () => {
    expect(cost('gpt-4o', { promptTokens: 10, cachedTokens: 100, completionTokens: 0 })).toEqual({
      kind: 'metered',
      nanoDollars: 125_000,
    });
  });

  it('rounds a call once, to the nearest nano-dollar', () => {
    const prices = [{ from: '2026-01-01', input: 0.0004, output: 0.0001 }];
    const model = createCatalogue({ tiny: { prices } }).findModel('tiny');
    expect(priceOf(model, { promptTokens: 1, completionTokens: 1 }, served)).toEqual({
      kind: 'metered',
      nanoDollars: 1,
    });
  });

  it('is a whole number that adds up: two calls cost what one of both would, below any tier', () => {
    const tokens = fc.record({ promptTokens: fc.nat(100_000), completionTokens: fc.nat(100_000) });
    fc.assert(
      fc.property(tokens, tokens, (left, right) => {
        const both = {
          promptTokens: left.promptTokens + right.promptTokens,
          completionTokens: left.completionTokens + right.completionTokens,
        };
        const [one, two, sum] = [left, right, both].map((each) => cost('gpt-4.1-nano', each).nanoDollars);
        expect(Number.isSafeInteger(sum)).toBe(true);
        expect((one ?? NaN) + (two ?? NaN)).toBe(sum);
      }),
    );
  });
});
