import type { Deployment } from '../config/config.ts';
import type { Parts } from './parts.ts';

/**
 * Counts an attempt against what its deployment grants. `undefined`: it may go up; otherwise how many milliseconds until
 * it may, because the deployment would only refuse it. One that is larger than the whole grant is left to the deployment.
 */
export async function paceAttempt(
  { name }: Pick<Deployment, 'name'>,
  estimatedTokens: () => number,
  { limits: { book, limiter } }: Pick<Parts, 'limits'>,
): Promise<number | undefined> {
  const limits = book.forDeployment(name);
  if (limits.length === 0) {
    return undefined;
  }
  const tokens = limits.some(({ unit }) => unit === 'tokens') ? estimatedTokens() : 0;
  const admission = await limiter.admit({ caller: name, limits, estimate: { tokens, microDollars: 0 }, isFinal: true });
  // Where nobody counts, the deployment does.
  return admission.kind === 'refused' && admission.reason === 'rate' ? admission.retryAfterMs : undefined;
}
