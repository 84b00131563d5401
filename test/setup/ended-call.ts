import type { EndedCall } from '../../shared/telemetry/metrics/ended-call.ts';

/** A plain call that was served, with these members in place of its own. */
export function endedCall(members: Partial<EndedCall> = {}): EndedCall {
  return {
    caller: 'team-a',
    model: 'gpt-4o',
    deployment: 'east',
    operation: 'chat',
    outcome: 'completed',
    errorCode: null,
    cache: 'miss',
    promptTokens: 10,
    cachedTokens: 4,
    cacheWriteTokens: 0,
    completionTokens: 5,
    reasoningTokens: 2,
    estimated: false,
    costNanoDollars: 12_345,
    listNanoDollars: null,
    latencyMs: 1_500,
    firstOutputMs: 200,
    ...members,
  };
}

/** The names of a configuration with such a call's caller, alias and deployment. */
export const configuredNames = { callers: ['team-a'], models: ['gpt-4o'], deployments: ['east', 'west'] };
