import type { LimitNotice, LimitState, Refused } from './admission.ts';
import type { Claim } from './claim.ts';
import type { Count, Verdict } from './limit-store.ts';

/** How the limits stand by a store's verdict. */
export function statesOf({ counts }: Verdict, claims: readonly Claim[]): LimitState[] {
  return paired(counts, claims).map(([count, claim]) => stateOf(count, claim));
}

/** What is worth noting of claims that were admitted. */
export function noticesOf({ counts }: Verdict, claims: readonly Claim[]): LimitNotice[] {
  return paired(counts, claims).flatMap(([count, claim]): LimitNotice[] => {
    const { limit, isUnpriced } = claim;
    const notices: LimitNotice['kind'][] = [];
    if (isUnpriced) notices.push('unpriced');
    if (count.waitMs !== 0) notices.push(limit.mode === 'shadow' ? 'would-refuse' : 'exceeded');
    else if (limit.warnFrom !== undefined && count.used >= limit.warnFrom) notices.push('near');
    return notices.map((kind) => ({ kind, isFirst: count.isFirstWarning, state: stateOf(count, claim) }));
  });
}

/** Why claims were refused: the limit that does so for longest, because all must have room. */
export function refusalOf(verdict: Verdict, claims: readonly Claim[]): Refused {
  const [longest] = paired(verdict.counts, claims)
    .filter(([{ waitMs }, { limit }]) => limit.mode === 'hard' && waitMs !== 0)
    .toSorted(([left], [right]) => (right.waitMs ?? Infinity) - (left.waitMs ?? Infinity) || 0);
  const limit = longest?.[1].limit;
  const isTooLarge = longest !== undefined && longest[1].amount > longest[1].limit.most;
  return {
    kind: 'refused',
    reason: isTooLarge ? 'too-large' : limit?.span.kind === 'calendar' ? 'budget' : 'rate',
    limit,
    retryAfterMs: longest?.[0].waitMs,
    states: statesOf(verdict, claims),
  };
}

function stateOf({ used, held, resetMs }: Count, { limit }: Claim): LimitState {
  return { limit, used, held, remaining: Math.max(0, limit.most - used), resetMs };
}

function paired(counts: readonly Count[], claims: readonly Claim[]): [Count, Claim][] {
  return claims.flatMap((claim, at): [Count, Claim][] => {
    const count = counts[at];
    return count === undefined ? [] : [[count, claim]];
  });
}
