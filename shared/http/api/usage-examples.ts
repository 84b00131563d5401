import type { UsageRecords, UsageSums } from '../../usage/usage-answer.ts';
import { addToSum, emptySum, type UsageSum } from '../../usage/usage-sum.ts';

/** The calls of a caller: one. */
export const usageRecordsExample = {
  object: 'usage.records',
  data: [
    {
      id: '9f052f50-17cd-4627-986c-5d86a5d7d96d.a83a074986fc1ab72',
      atMs: 1_796_083_200_419,
      caller: 'team-a',
      keyId: 'c3mpv5evwo',
      model: 'gpt-4o',
      catalogueModel: 'gpt-4o',
      deployment: 'east-gpt-4o',
      provider: 'azure-openai',
      operation: 'chat',
      stream: false,
      outcome: 'completed',
      errorCode: null,
      status: 200,
      attempts: 1,
      failedAttempts: {},
      cache: 'bypass',
      promptTokens: 13,
      cachedTokens: 0,
      cacheWriteTokens: 0,
      completionTokens: 21,
      reasoningTokens: 0,
      estimated: false,
      costKind: 'metered',
      costNanoDollars: 242_500,
      listNanoDollars: null,
      unpricedReason: null,
      latencyMs: 812,
      firstOutputMs: null,
    },
  ],
  cursor: null,
} satisfies UsageRecords;

/** The same in sums. */
export const usageSumsExample = {
  object: 'usage.sums',
  group_by: ['day', 'model'],
  data: [{ group: { day: '2026-12-01', model: 'gpt-4o' }, ...sum() }],
  total: sum(),
  cursor: null,
} satisfies UsageSums;

function sum(): UsageSum {
  const total = emptySum();
  for (const record of usageRecordsExample.data) addToSum(total, record);
  return total;
}
