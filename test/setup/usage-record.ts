import type { UsageRecord } from '../../shared/usage/usage-record.ts';

/** The record of a call that `team-a` made at noon of 21 November 2026, with what a test says otherwise. */
export function usageRecord(differs: Partial<UsageRecord> = {}): UsageRecord {
  return {
    id: 'req-1',
    atMs: Date.parse('2026-11-21T12:00:00Z'),
    caller: 'team-a',
    keyId: 'k123456789',
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
    cache: 'miss',
    promptTokens: 100,
    cachedTokens: 40,
    cacheWriteTokens: 0,
    completionTokens: 20,
    reasoningTokens: 5,
    estimated: false,
    costKind: 'metered',
    costNanoDollars: 400_000,
    listNanoDollars: null,
    unpricedReason: null,
    latencyMs: 321,
    firstOutputMs: 120,
    ...differs,
  };
}

/** Many records, a second apart, of three callers and two models. */
export function usageRecords(count: number, fromMs = Date.parse('2026-11-21T12:00:00Z')): UsageRecord[] {
  return Array.from({ length: count }, (_, index) =>
    usageRecord({
      id: `req-${index}`,
      atMs: fromMs + index * 1000,
      caller: `team-${index % 3}`,
      model: index % 2 === 0 ? 'gpt-4o' : 'gpt-5',
      promptTokens: index,
      completionTokens: index % 7,
      costNanoDollars: index * 2500,
    }),
  );
}
