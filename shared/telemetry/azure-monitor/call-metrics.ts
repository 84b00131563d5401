import type { Attributes, Meter } from '@opentelemetry/api';
import { attributes, metrics } from '../names.ts';
import { providerNames } from '../provider-names.ts';

/** What is measured of a call that has ended: members of its record in the ledger. */
export type MeasuredCall = {
  readonly caller: string;
  readonly model: string;
  readonly catalogueModel: string | null;
  readonly deployment: string | null;
  readonly provider: string | null;
  readonly operation: string;
  readonly stream: boolean;
  readonly outcome: string;
  readonly errorCode: string | null;
  readonly cache: string;
  readonly attempts: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
  readonly reasoningTokens: number;
  readonly costNanoDollars: number | null;
  readonly latencyMs: number;
  readonly firstOutputMs: number | null;
};

/** Counts a call into the instruments of a meter: seconds, tokens, dollars. Every call counts, whatever is sampled. */
export function createCallMetrics(meter: Meter): (call: MeasuredCall) => void {
  const seconds = (name: string) => meter.createHistogram(name, { unit: 's' });
  const tokens = (name: string) => meter.createCounter(name, { unit: '{token}' });
  const duration = seconds(metrics.duration);
  const timeToFirstChunk = seconds(metrics.timeToFirstChunk);
  const inputTokens = tokens(metrics.inputTokens);
  const outputTokens = tokens(metrics.outputTokens);
  const cachedTokens = tokens(metrics.cachedTokens);
  const reasoningTokens = tokens(metrics.reasoningTokens);
  const calls = meter.createCounter(metrics.calls, { unit: '{call}' });
  const attempts = meter.createCounter(metrics.attempts, { unit: '{attempt}' });
  const costUsd = meter.createCounter(metrics.costUsd, { unit: 'USD' });

  return (call) => {
    const about = dimensionsOf(call);
    duration.record(call.latencyMs / 1000, about);
    if (call.stream && call.firstOutputMs !== null) timeToFirstChunk.record(call.firstOutputMs / 1000, about);
    inputTokens.add(call.promptTokens, about);
    outputTokens.add(call.completionTokens, about);
    if (call.cachedTokens > 0) cachedTokens.add(call.cachedTokens, about);
    if (call.reasoningTokens > 0) reasoningTokens.add(call.reasoningTokens, about);
    calls.add(1, about);
    attempts.add(call.attempts, about);
    if (call.costNanoDollars !== null) costUsd.add(call.costNanoDollars / 1e9, about);
  };
}

/** Few values each: whatever a caller can make up (an unknown model's name, a request id) is no dimension. */
function dimensionsOf(call: MeasuredCall): Attributes {
  const { provider, catalogueModel, deployment, errorCode } = call;
  return {
    [attributes.operation]: call.operation,
    [attributes.provider]: provider === null ? 'none' : (providerNames.get(provider) ?? provider),
    [attributes.requestModel]: catalogueModel ?? 'none',
    [attributes.deployment]: deployment ?? 'none',
    [attributes.caller]: call.caller,
    [attributes.outcome]: call.outcome,
    [attributes.cache]: call.cache,
    ...(errorCode === null ? {} : { [attributes.errorCode]: errorCode }),
  };
}
