import * as z from 'zod';
import type { UsageRecord } from './usage-record.ts';

const count = z.int().min(0);

/** What several calls used together. */
export const usageSumSchema = z.lazy(() =>
  z.object({
    calls: count,
    errors: count.describe('Calls that were refused or cut.'),
    failedAttempts: count.describe('Attempts that failed, of calls that another attempt may have saved.'),
    cacheHits: count.describe('Calls answered from answers kept here, stale ones included.'),
    promptTokens: count,
    cachedTokens: count,
    cacheWriteTokens: count,
    completionTokens: count,
    reasoningTokens: count,
    estimatedCalls: count.describe('Calls whose tokens Sluice counted itself.'),
    estimatedShare: z.number().min(0).max(1).describe('estimatedCalls of calls.'),
    costNanoDollars: count.nullable().describe('What is known of the cost; null when nothing is.'),
    unpricedCalls: count.describe('Calls whose cost is unknown and not in the sum.'),
    prepaidCalls: count.describe('Calls on provisioned capacity, which cost nothing more.'),
    prepaidListNanoDollars: count.describe('What those would have cost by the token, where that is known.'),
  }),
);

/** What several calls used together. */
export type UsageSum = z.output<typeof usageSumSchema>;

/** What no calls used. */
export function emptySum(): UsageSum {
  return {
    calls: 0,
    errors: 0,
    failedAttempts: 0,
    cacheHits: 0,
    promptTokens: 0,
    cachedTokens: 0,
    cacheWriteTokens: 0,
    completionTokens: 0,
    reasoningTokens: 0,
    estimatedCalls: 0,
    estimatedShare: 0,
    costNanoDollars: 0,
    unpricedCalls: 0,
    prepaidCalls: 0,
    prepaidListNanoDollars: 0,
  };
}

/** Adds a call to a sum. */
export function addToSum(sum: UsageSum, record: UsageRecord): void {
  sum.calls += 1;
  sum.errors += record.outcome === 'refused' || record.outcome === 'cut' ? 1 : 0;
  sum.failedAttempts += Object.values(record.failedAttempts).reduce((total, failed) => total + failed, 0);
  sum.cacheHits += record.cache === 'hit' || record.cache === 'stale' ? 1 : 0;
  sum.promptTokens += record.promptTokens;
  sum.cachedTokens += record.cachedTokens;
  sum.cacheWriteTokens += record.cacheWriteTokens;
  sum.completionTokens += record.completionTokens;
  sum.reasoningTokens += record.reasoningTokens;
  sum.estimatedCalls += record.estimated ? 1 : 0;
  sum.estimatedShare = sum.estimatedCalls / sum.calls;
  sum.unpricedCalls += record.costNanoDollars === null ? 1 : 0;
  sum.costNanoDollars =
    sum.unpricedCalls === sum.calls ? null : (sum.costNanoDollars ?? 0) + (record.costNanoDollars ?? 0);
  sum.prepaidCalls += record.costKind === 'prepaid' ? 1 : 0;
  sum.prepaidListNanoDollars += record.listNanoDollars ?? 0;
}
