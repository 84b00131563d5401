import type { GatewayError } from '../errors.ts';
import type { Call } from './call.ts';
import { noteRecord } from './call-span.ts';
import type { Parts } from './parts.ts';
import { recordBasis } from './record-basis.ts';

/** What a refused call had asked for. */
export type RefusedOperation = { readonly operation: string; readonly model: string; readonly stream: boolean };

/**
 * Writes a call down that ended in an error before anything was served: it used nothing that anyone knows of. That of an
 * execution of a job must not replace what an earlier one wrote, which may have answered and been charged, and died
 * before its answer was kept.
 */
export function recordRefusal(error: GatewayError, operation: RefusedOperation, call: Call, parts: Parts): void {
  const basis = recordBasis(operation, call, parts);
  const record = {
    ...basis,
    id: basis.id + refusedMark(call),
    catalogueModel: null,
    deployment: null,
    provider: null,
    outcome: 'refused' as const,
    errorCode: error.code,
    status: error.status,
    attempts: Object.values(basis.failedAttempts).reduce((sum, failed) => sum + failed, 0),
    cache: 'bypass' as const,
    ...nothingUsed,
    firstOutputMs: null,
  };
  if (!isPutOff(error, record.attempts, call)) parts.onRecord(record);
  noteRecord(record, call);
}

/** A job that is put off has made no call: it will, and may be put off dozens of times before. */
function isPutOff({ status, retryAfterMs }: GatewayError, attempts: number, { job }: Pick<Call, 'job'>): boolean {
  return status === 429 && attempts === 0 && job?.isPutOff(retryAfterMs) === true;
}

function refusedMark({ job, gone }: Pick<Call, 'job' | 'gone'>): string {
  return job !== undefined && !gone.aborted ? `.refused-${job.attempt}` : '';
}

const nothingUsed = {
  promptTokens: 0,
  cachedTokens: 0,
  cacheWriteTokens: 0,
  completionTokens: 0,
  reasoningTokens: 0,
  estimated: false,
  costKind: 'none',
  costNanoDollars: 0,
  listNanoDollars: null,
  unpricedReason: null,
} as const;
