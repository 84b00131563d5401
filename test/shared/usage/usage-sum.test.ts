import { describe, expect, it } from 'vitest';
import { addToSum, emptySum, usageSumSchema } from '../../../shared/usage/usage-sum.ts';
import type { UsageRecord } from '../../../shared/usage/usage-record.ts';
import { usageRecord } from '../../setup/usage-record.ts';

function sumOf(...differences: Partial<UsageRecord>[]) {
  const sum = emptySum();
  for (const differs of differences) addToSum(sum, usageRecord(differs));
  return usageSumSchema.parse(sum);
}

describe('addToSum', () => {
  it('adds every kind of token, and money', () => {
    expect(sumOf({}, { promptTokens: 1, cacheWriteTokens: 3, costNanoDollars: 5 })).toMatchObject({
      calls: 2,
      promptTokens: 101,
      cachedTokens: 80,
      cacheWriteTokens: 3,
      completionTokens: 40,
      reasoningTokens: 10,
      costNanoDollars: 400_005,
    });
  });

  it('counts what went wrong: refused and cut calls, and failed attempts that another saved', () => {
    const failedAttempts = { east: 2, west: 1 };
    expect(
      sumOf({ outcome: 'refused' }, { outcome: 'cut' }, { outcome: 'abandoned' }, { failedAttempts }),
    ).toMatchObject({ calls: 4, errors: 2, failedAttempts: 3 });
  });

  it('says which share of the calls is estimated', () => {
    expect(sumOf({ estimated: true }, {}, {}, {})).toMatchObject({ estimatedCalls: 1, estimatedShare: 0.25 });
    expect(emptySum().estimatedShare).toBe(0);
  });

  it('never takes an unknown cost for nothing', () => {
    const unpriced: Partial<UsageRecord> = { costKind: 'unknown', costNanoDollars: null };
    expect(sumOf(unpriced)).toMatchObject({ costNanoDollars: null, unpricedCalls: 1 });
    expect(sumOf(unpriced, {})).toMatchObject({ costNanoDollars: 400_000, unpricedCalls: 1 });
    expect(sumOf({}, unpriced)).toMatchObject({ costNanoDollars: 400_000, unpricedCalls: 1 });
  });

  it('shows prepaid calls and answers kept here apart', () => {
    const prepaid: Partial<UsageRecord> = { costKind: 'prepaid', costNanoDollars: 0, listNanoDollars: 70 };
    expect(sumOf(prepaid, { cache: 'hit' }, { cache: 'stale' }, { cache: 'bypass' })).toMatchObject({
      prepaidCalls: 1,
      prepaidListNanoDollars: 70,
      cacheHits: 2,
      costNanoDollars: 1_200_000,
    });
  });
});
