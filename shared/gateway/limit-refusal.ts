import { GatewayError } from '../errors.ts';
import type { LimitState, Refused } from '../limits/admission.ts';
import type { Estimate } from '../limits/claim.ts';
import { limitHeaders } from '../limits/limit-headers.ts';
import type { Limit } from '../limits/limit.ts';

/** What a refused call may use at the most. `choices`: how many answers share what is left beside the prompt. */
export type RefusedUse = { readonly whole: Estimate; readonly prompt: Estimate; readonly choices?: number | undefined };

/**
 * The error of a call that a limit keeps out: how much is left, what the call may use, which `max_tokens` would fit where
 * that is known, and how long to wait. OpenAI's clients obey `x-should-retry`: they would send again, within seconds, what
 * waits for a budget's next period or can never pass.
 */
export function limitRefusal(refused: Refused, use: RefusedUse, nowMs: number): GatewayError {
  const { reason, limit, retryAfterMs } = refused;
  if (reason === 'store-down' || limit === undefined) {
    const headers = limitHeaders(refused);
    return new GatewayError('upstream_unavailable', 'The store that counts limits cannot be reached.', {
      retryAfterMs,
      headers,
    });
  }
  const isBudget = limit.span.kind === 'calendar';
  const isFinal = reason === 'too-large';
  const options = {
    retryAfterMs: isFinal ? undefined : retryAfterMs,
    headers: {
      ...limitHeaders(isFinal ? { ...refused, retryAfterMs: undefined } : refused),
      ...(isBudget || isFinal ? { 'x-should-retry': 'false' } : {}),
    },
  };
  const message = isFinal ? tooLarge(limit, use) : [roomText(refused, limit, use), ...waitText(refused, limit, nowMs)];
  return new GatewayError(
    isBudget ? 'budget_exceeded' : 'rate_limit_exceeded',
    [message, adviceText(refused, limit, use)].flat().filter(Boolean).join(' '),
    options,
  );
}

function tooLarge(limit: Limit, use: RefusedUse): string {
  return `The call may use more than the whole ${nameOf(limit)}: ${amount(limit, claimed(limit, use))}.`;
}

function roomText({ states }: Refused, limit: Limit, use: RefusedUse): string {
  if (limit.unit === 'requests') {
    return `The ${nameOf(limit)} is used up.`;
  }
  const left = amount(limit, stateOf(states, limit)?.remaining ?? 0);
  return `The ${nameOf(limit)} has ${left} left, and the call may use ${amount(limit, claimed(limit, use))}.`;
}

function waitText({ states, retryAfterMs }: Refused, limit: Limit, nowMs: number): string[] {
  const { span } = limit;
  if (span.kind === 'calendar') {
    const resetMs = stateOf(states, limit)?.resetMs;
    return span.period === 'total' || resetMs === undefined
      ? ['It is a total, which does not begin anew.']
      : [`It begins anew at ${new Date(nowMs + resetMs).toISOString().replace(/\.\d+Z$/, 'Z')}.`];
  }
  return retryAfterMs === undefined ? [] : [`Wait ${Math.ceil(retryAfterMs / 1000)} s.`];
}

/** Fewer tokens do not help where requests are counted, and a request for embeddings has no `max_tokens`. */
function adviceText({ states }: Refused, { unit }: Limit, use: RefusedUse): string {
  if (unit === 'requests') {
    return '';
  }
  if (use.choices === undefined) {
    return 'Less input may fit.';
  }
  const most = mostTokens(states, use);
  return most < 1 ? 'A smaller max_tokens is not enough: send less.' : `A max_tokens of ${most} would fit now.`;
}

/** The `max_tokens` that every limit has room for, each choice taking as many. Prices rise no faster than in proportion. */
function mostTokens(states: readonly LimitState[], { whole, prompt, choices = 1 }: RefusedUse): number {
  const answer = whole.tokens - prompt.tokens;
  const fits = states
    .filter(({ limit }) => limit.mode === 'hard' && limit.unit !== 'requests')
    .map(({ limit, remaining }) => {
      if (limit.unit === 'tokens') {
        return remaining - prompt.tokens;
      }
      const [promptCost, answerCost] = [
        prompt.microDollars ?? 0,
        (whole.microDollars ?? 0) - (prompt.microDollars ?? 0),
      ];
      return answerCost <= 0 ? answer : (answer * (remaining - promptCost)) / answerCost;
    });
  return Math.floor(Math.min(answer, ...fits) / choices);
}

function claimed({ unit }: Limit, { whole }: RefusedUse): number {
  return unit === 'microDollars' ? (whole.microDollars ?? 0) : whole.tokens;
}

function stateOf(states: readonly LimitState[], { key }: Limit): LimitState | undefined {
  return states.find(({ limit }) => limit.key === key);
}

function nameOf(limit: Limit): string {
  const { subject, span, most, unit } = limit;
  const whose = subject.kind === 'caller-model' ? `caller for model ${subject.model}` : subject.kind;
  const each = span.kind === 'calendar' ? (span.period === 'total' ? 'in total' : `per ${span.period}`) : 'per minute';
  const what = unit === 'requests' ? `${most} ${most === 1 ? 'request' : 'requests'}` : amount(limit, most);
  return `${span.kind === 'calendar' ? 'budget' : 'rate limit'} of ${what} ${each} of this ${whose}`;
}

function amount({ unit }: Limit, value: number): string {
  return unit === 'microDollars' ? `${Number((value / 1_000_000).toFixed(6))} US dollars` : `${value} tokens`;
}
