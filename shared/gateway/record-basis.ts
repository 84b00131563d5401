import type { UsageRecord } from '../usage/usage-record.ts';
import { aliasOf } from './alias-of.ts';
import type { Call } from './call.ts';
import { createTally } from './call-tally.ts';
import type { Parts } from './parts.ts';

/** What every record of a call says, however the call ended. */
export type RecordBasis = Pick<
  UsageRecord,
  'id' | 'atMs' | 'caller' | 'keyId' | 'model' | 'operation' | 'stream' | 'failedAttempts' | 'latencyMs'
>;

/**
 * The beginning of a call's record. Its model is an alias of the gateway file, however the caller wrote it; what is none
 * is cut to what a record takes, because a caller may ask for a model of any length.
 */
export function recordBasis(
  { operation, model, stream }: { operation: string; model: string; stream: boolean },
  call: Call,
  parts: Pick<Parts, 'now' | 'config'>,
): RecordBasis {
  const { recordId, failedAttempts, records } = call.tally ?? createTally(call);
  return {
    id: (records === 0 ? recordId : `${recordId}.${records}`) + unwantedMark(call),
    atMs: call.job?.acceptedMs ?? call.startedMs,
    caller: call.caller.name,
    keyId: call.keyId,
    model: aliasOf(model, parts.config, call.caller).slice(0, longestName),
    operation,
    stream,
    failedAttempts: Object.fromEntries(failedAttempts),
    latencyMs: Math.max(0, Math.round(parts.now() - call.startedMs)),
  };
}

/**
 * An execution of a job that was stopped has lost the job to another, or its caller has cancelled it. What it writes down
 * must not replace what the other does: that one may have answered, and been charged, while this one stood still.
 */
function unwantedMark({ job, gone }: Pick<Call, 'job' | 'gone'>): string {
  return job !== undefined && gone.aborted ? `.unwanted-${job.attempt}` : '';
}

const longestName = 256;
