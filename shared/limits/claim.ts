import type { Limit } from './limit.ts';

/** What a call may use at the most, before it is made. */
export type Estimate = {
  /** Prompt and longest answer together. */
  readonly tokens: number;
  /** What that costs; `null` when a price is unknown. */
  readonly microDollars: number | null;
  /** What the deployment will estimate, where that is not `tokens`: Azure goes by the prompt's characters. */
  readonly deploymentTokens?: number | undefined;
};

/** What a call has used. */
export type ActualUse = { readonly tokens: number; readonly microDollars: number | null };

/** How much of one limit a call asks for. */
export type Claim = {
  readonly limit: Limit;
  readonly amount: number;
  /** Its price is unknown, so that `amount` is 0 for want of anything better. */
  readonly isUnpriced?: true;
};

/** What is charged to a limit in the end: so much, or what was claimed. */
export type Settlement = { readonly limit: Limit; readonly amount: number | 'as-claimed' };

/** What a call of this estimate asks of each limit. Throws `TypeError` for an estimate that is no amount. */
export function claimsOf(limits: readonly Limit[], estimate: Estimate): Claim[] {
  return limits.map((limit) => claimOf(limit, estimate));
}

/** What each claim is charged when the call has used this much; a price that is still unknown leaves the estimate. */
export function settlementsOf(claims: readonly Claim[], { tokens, microDollars }: ActualUse): Settlement[] {
  return claims.map(({ limit }) => {
    if (!limit.isCorrected || limit.unit === 'requests') return { limit, amount: 'as-claimed' };
    if (limit.unit === 'tokens') return { limit, amount: wholeAmount(tokens) };
    return { limit, amount: microDollars === null ? 'as-claimed' : wholeAmount(microDollars) };
  });
}

function claimOf(limit: Limit, { tokens, microDollars, deploymentTokens = tokens }: Estimate): Claim {
  if (limit.unit === 'requests') return { limit, amount: 1 };
  if (limit.unit === 'tokens') {
    return { limit, amount: wholeAmount(limit.subject.kind === 'deployment' ? deploymentTokens : tokens) };
  }
  return microDollars === null ? { limit, amount: 0, isUnpriced: true } : { limit, amount: wholeAmount(microDollars) };
}

// One amount that is not a number would make every later sum one.
function wholeAmount(amount: number): number {
  if (!(amount >= 0 && amount <= Number.MAX_SAFE_INTEGER)) {
    throw new TypeError(`An amount must be a number of at least 0, not ${amount}.`);
  }
  return Math.ceil(amount);
}
