import { attributes } from '../telemetry/names.ts';
import type { SpanAttributes } from '../telemetry/span.ts';
import type { UsageRecord } from '../usage/usage-record.ts';
import { aliasOf } from './alias-of.ts';
import type { Call } from './call.ts';
import type { Parts } from './parts.ts';
import type { RefusedOperation } from './record-refusal.ts';

/**
 * The call with the span that its record will complete: the one of the request that brought it or, where that brings
 * several, one of its own within it. `letGo` ends the wait for a record.
 */
export function withCallSpan(
  operation: RefusedOperation,
  call: Call,
  { config }: Pick<Parts, 'config'>,
): { readonly call: Call; readonly letGo: () => void } {
  const { span: parent, isPart = false } = call;
  if (parent === undefined) {
    return { call, letGo: () => {} };
  }
  const model = knownModel(operation.model, call, config);
  const span = isPart ? parent.child(`${operation.operation} ${model}`, 'internal') : parent;
  span.set({
    [attributes.operation]: operation.operation,
    [attributes.model]: model,
    [attributes.isStream]: operation.stream,
    [attributes.requestId]: call.requestId,
    [attributes.caller]: call.caller.name,
  });
  return { call: { ...call, span, isPart: false }, letGo: isPart ? () => span.end() : span.hold() };
}

/** Says on a call's span what its record says, and lets the span go. */
export function noteRecord(record: UsageRecord, { span, tally }: Call, more: SpanAttributes = {}): void {
  if (span !== undefined) {
    const { outcome, errorCode, costNanoDollars, firstOutputMs } = record;
    span.set({
      [attributes.outcome]: outcome,
      [attributes.errorCode]: errorCode ?? undefined,
      [attributes.deployment]: record.deployment ?? undefined,
      [attributes.attempts]: record.attempts,
      [attributes.cache]: record.cache,
      [attributes.costUsd]: costNanoDollars === null ? undefined : costNanoDollars / 1e9,
      [attributes.firstOutputMs]: firstOutputMs ?? undefined,
      ...more,
    });
    if (errorCode !== null && (record.status >= 500 || outcome === 'cut')) {
      span.fail(errorCode);
    }
  }
  tally?.letSpanGo?.();
}

/** A model by its alias in the gateway file; what else a caller asks for is the caller's own text. */
function knownModel(asked: string, { caller }: Call, config: Parts['config']): string {
  const alias = aliasOf(asked, config, caller);
  return config.models.has(alias) ? alias : 'unknown';
}
