import type { Refused } from '../limits/admission.ts';
import type { Limit } from '../limits/limit.ts';

/** What refused a call, in a word for metrics: a rate, a budget, or that nobody could count. */
export function limitKind({ reason, limit }: Pick<Refused, 'reason' | 'limit'>): LimitKind {
  if (reason === 'store-down' || reason === 'line-full') {
    return reason === 'store-down' ? 'store_down' : 'line_full';
  }
  return limit === undefined ? 'store_down' : kindOfLimit(limit);
}

type LimitKind =
  | 'request_rate'
  | 'token_rate'
  | 'request_budget'
  | 'token_budget'
  | 'dollar_budget'
  | 'dollar_rate'
  | 'store_down'
  | 'line_full';

function kindOfLimit({ unit, span }: Limit): LimitKind {
  return `${units[unit]}_${span.kind === 'calendar' ? 'budget' : 'rate'}`;
}

const units = { requests: 'request', tokens: 'token', microDollars: 'dollar' } as const;
