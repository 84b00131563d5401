import { GatewayError } from '../errors.ts';
import type { Admission, Admitted } from '../limits/admission.ts';
import type { Estimate } from '../limits/claim.ts';
import { limitHeaders } from '../limits/limit-headers.ts';
import type { Limit } from '../limits/limit.ts';
import type { Call } from './call.ts';
import { CallAccount } from './call-account.ts';
import { deadlineAtMs } from './deadline-at-ms.ts';
import { noteAdmission, openStoreSpan } from './limit-events.ts';
import { limitKind } from './limit-kind.ts';
import { limitRefusal } from './limit-refusal.ts';
import type { Parts } from './parts.ts';

/** What a call may use at the most, and its prompt alone. */
export type CallEstimate = { readonly whole: Estimate; readonly prompt: Estimate };

/** A call that asks for admission: the alias of its model, and its estimate, worked out only where something limits it. */
export type AdmissionQuestion = {
  readonly model: string;
  readonly estimate: () => CallEstimate;
  /** Among how many answers its `max_tokens` counts for each; absent where it has none. */
  readonly choices?: number | undefined;
  /** A narrower estimate that takes longer, asked for when the first is too much. */
  readonly narrower?: (() => Promise<CallEstimate>) | undefined;
  /** True for a call that Sluice makes itself in the course of the caller's: it counts as none of the caller's requests. */
  readonly isInner?: boolean;
};

/**
 * Does a call's work when its caller's limits and budgets have room for it, and hands it the headers that say how they
 * stand. What was reserved is settled by the record of what the work became, and given back when it fails before that.
 * Throws `rate_limit_exceeded` or `budget_exceeded`.
 */
export async function whileAdmitted<Result>(
  question: AdmissionQuestion,
  call: Call,
  parts: Parts,
  work: (call: Call, headers: Readonly<Record<string, string>> | undefined) => Promise<Result>,
): Promise<Result> {
  const limits = parts.limits.book
    .forCall(call.caller.name, question.model, call.session)
    .filter(({ unit }) => question.isInner !== true || unit !== 'requests');
  if (limits.length === 0) {
    return work({ ...call, account: undefined }, undefined);
  }
  // One that Sluice makes beside the call has no place of its own in a job, and is charged whenever it is made.
  const asking = question.isInner === true ? { ...call, job: undefined } : call;
  const { admission, estimate } = await admitCall(question, limits, asking, parts);
  noteAdmission(admission, call);
  if (admission.kind === 'refused') {
    parts.metrics.limitRefused(call.caller.name, limitKind(admission));
    throw limitRefusal(admission, { ...estimate, choices: question.choices }, parts.now());
  }
  noteNotices(admission, call, parts);
  const account = openAccount(admission, estimate, call, parts);
  try {
    return await work({ ...call, account }, limitHeaders(admission));
  } catch (error) {
    account.giveUp(call.gone.aborted);
    throw error;
  }
}

async function admitCall(
  { estimate, narrower }: AdmissionQuestion,
  limits: readonly Limit[],
  call: Call,
  parts: Parts,
): Promise<{ admission: Admission; estimate: CallEstimate }> {
  const { maxWaitMs } = parts.config.limits;
  const wide = estimate();
  const first = await ask(wide, limits, narrower === undefined ? maxWaitMs : 0, call, parts);
  if (first.kind === 'admitted' || narrower === undefined) {
    return { admission: first, estimate: wide };
  }
  if (first.limit?.unit === 'requests' && maxWaitMs === 0) {
    return { admission: first, estimate: wide };
  }
  const narrow = await narrower();
  return { admission: await ask(narrow, limits, maxWaitMs, call, parts), estimate: narrow };
}

async function ask(
  { whole }: CallEstimate,
  limits: readonly Limit[],
  maxWaitMs: number,
  call: Call,
  parts: Parts,
): Promise<Admission> {
  const {
    limits: { limiter },
    config,
    now,
  } = parts;
  const { caller, gone, job } = call;
  const leftMs = Math.max(0, deadlineAtMs(call, config) - now());
  const repeated = job && { key: job.id, attempt: job.attempt };
  const request = { caller: caller.name, limits, estimate: whole, isSent: true, repeated };
  const span = openStoreSpan(call, parts);
  try {
    return await limiter.admitWithin(request, Math.min(maxWaitMs, leftMs), gone);
  } catch (error) {
    throw gone.aborted ? new GatewayError('caller_gone', 'The caller hung up.', { cause: error }) : error;
  } finally {
    span?.end();
  }
}

function openAccount(
  { reservation }: Admitted,
  { whole, prompt }: CallEstimate,
  { job }: Call,
  { limits }: Parts,
): CallAccount {
  const stopKeeping = limits.leases.keep(reservation, job && job.deadlineMs + graceMs);
  return new CallAccount({
    settle: (use) => {
      stopKeeping();
      void limits.limiter.settle(reservation, use);
    },
    release: () => {
      stopKeeping();
      void limits.limiter.release(reservation);
    },
    prompt,
    estimate: whole,
  });
}

/** Work that outlives its caller may settle a little after its deadline. */
const graceMs = 10_000;

function noteNotices({ notices }: Admitted, { requestId, caller }: Call, { log, metrics }: Parts): void {
  for (const { kind, isFirst, state } of notices) {
    const { key, most } = state.limit;
    metrics.limitNoticed(caller.name, kind.replaceAll('-', '_'));
    if (isFirst || kind !== 'near') {
      log.warn('limit-noticed', { requestId, caller: caller.name, kind, limit: key, used: state.used, most });
    }
  }
}
