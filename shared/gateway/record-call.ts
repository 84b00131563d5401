import type { TokenUsage } from '../openai/token-usage.ts';
import { attributes } from '../telemetry/names.ts';
import type { UsageRecord } from '../usage/usage-record.ts';
import type { Call } from './call.ts';
import { noteRecord } from './call-span.ts';
import type { Parts } from './parts.ts';
import { free, priceCall, type CallCost } from './price-call.ts';
import { recordBasis } from './record-basis.ts';
import type { ServedBy, Spent } from './served-by.ts';
import { settleCall } from './settle-call.ts';

/** How a call ended, for its one log line and its record. */
export type CallOutcome = {
  readonly operation: string;
  readonly model: string;
  readonly served: ServedBy;
  readonly usage: TokenUsage | undefined;
  readonly outcome: 'completed' | 'cut' | 'abandoned';
  readonly stream: boolean;
  /** From the start of the last attempt to its first output. */
  readonly firstOutputMs?: number | undefined;
  /** Why a stream was cut. */
  readonly errorCode?: string | undefined;
};

/**
 * Writes down what a call became, in one line of the log and in the ledger, and says what it used. Never a prompt or an
 * answer. An answer that was kept here has used nothing.
 */
export function recordCall(call: Call, parts: Parts, ended: CallOutcome): Spent {
  const { served, usage, operation, outcome, stream } = ended;
  const record = recordOf(call, parts, ended);
  parts.log.info('call-ended', {
    requestId: call.requestId,
    caller: call.caller.name,
    keyId: call.keyId,
    deployment: served.deployment.name,
    attempts: served.attempts,
    cache: served.cache,
    degraded: served.degraded,
    operation,
    model: record.model,
    outcome,
    stream,
    promptTokens: usage?.promptTokens,
    completionTokens: usage?.completionTokens,
    estimated: usage?.estimated,
    durationMs: parts.now() - call.startedMs,
  });
  settleCall(call, served, usage, parts);
  parts.onRecord(record);
  noteRecord(record, call, { [attributes.degraded]: served.degraded });
  if (call.tally !== undefined) {
    call.tally.records += 1;
  }
  return { tokens: record.promptTokens + record.completionTokens, nanoDollars: record.costNanoDollars ?? undefined };
}

function recordOf(call: Call, parts: Parts, ended: CallOutcome): UsageRecord {
  const { served, usage, outcome, firstOutputMs, errorCode = null } = ended;
  const cache = served.cache ?? call.tally?.cache ?? 'bypass';
  const isKept = cache === 'hit' || cache === 'stale';
  const deployment = isKept ? undefined : parts.config.deployments.find(({ name }) => name === served.deployment.name);
  const cost: CallCost = deployment === undefined ? free : priceCall(usage, deployment, call.startedMs, parts);
  const used = deployment === undefined ? undefined : usage;
  return {
    ...recordBasis(ended, call, parts),
    catalogueModel: deployment?.model ?? null,
    deployment: deployment?.name ?? null,
    provider: deployment?.provider ?? null,
    outcome,
    errorCode,
    // A stream that breaks off had begun as a good answer.
    status: 200,
    attempts: served.attempts,
    cache,
    promptTokens: used?.promptTokens ?? 0,
    cachedTokens: used?.cachedTokens ?? 0,
    cacheWriteTokens: used?.cacheWriteTokens ?? 0,
    completionTokens: used?.completionTokens ?? 0,
    reasoningTokens: used?.reasoningTokens ?? 0,
    estimated: used?.estimated ?? deployment !== undefined,
    ...cost,
    firstOutputMs: firstOutputMs === undefined ? null : Math.max(0, Math.round(firstOutputMs)),
  };
}
