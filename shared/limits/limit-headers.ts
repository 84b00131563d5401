import type { Admission, LimitState } from './admission.ts';

/**
 * The headers by which an answer tells its caller how its limits stand: `x-ratelimit-limit-`, `-remaining-` and
 * `-reset-requests` and `-tokens` (whole seconds, as Azure has them) of the tightest rate, `x-sluice-budget-warning` for
 * budgets that are nearly used up, and `retry-after` with `retry-after-ms` where waiting helps.
 *
 * Of a deployment's pace and of shadowed limits callers learn nothing.
 */
export function limitHeaders(admission: Admission): Record<string, string> {
  const visible = admission.states.filter(
    ({ limit }) => limit.subject.kind !== 'deployment' && limit.mode !== 'shadow',
  );
  const rates = visible.filter(({ limit }) => limit.span.kind === 'sliding');
  return {
    ...rateHeaders('requests', rates),
    ...rateHeaders('tokens', rates),
    ...(admission.kind === 'refused' ? retryHeaders(admission.retryAfterMs) : warningHeaders(visible)),
  };
}

function rateHeaders(unit: 'requests' | 'tokens', states: readonly LimitState[]): Record<string, string> {
  const [tightest] = states
    .filter(({ limit }) => limit.unit === unit)
    .toSorted((left, right) => left.remaining - right.remaining);
  if (tightest === undefined) return {};
  return {
    [`x-ratelimit-limit-${unit}`]: String(tightest.limit.most),
    [`x-ratelimit-remaining-${unit}`]: String(tightest.remaining),
    [`x-ratelimit-reset-${unit}`]: String(Math.ceil((tightest.resetMs ?? 0) / 1000)),
  };
}

function retryHeaders(retryAfterMs: number | undefined): Record<string, string> {
  if (retryAfterMs === undefined) return {};
  return { 'retry-after': String(Math.ceil(retryAfterMs / 1000)), 'retry-after-ms': String(Math.ceil(retryAfterMs)) };
}

function warningHeaders(states: readonly LimitState[]): Record<string, string> {
  const warnings = states
    .filter(({ limit, used }) => limit.warnFrom !== undefined && used >= limit.warnFrom)
    .map(({ limit, used }) => `${budgetName(limit)}; used=${percentOf(used, limit.most)}%`);
  return warnings.length === 0 ? {} : { 'x-sluice-budget-warning': warnings.join(', ') };
}

function budgetName({ subject, unit, span }: LimitState['limit']): string {
  const period = span.kind === 'calendar' ? span.period : 'minute';
  return `${subject.kind} ${unit === 'microDollars' ? 'dollars' : unit} per ${period}`.replace('per total', 'in total');
}

function percentOf(used: number, most: number): number {
  return most === 0 ? 100 : Math.floor((used / most) * 100);
}
