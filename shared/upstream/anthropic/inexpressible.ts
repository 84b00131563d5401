import { UpstreamFailure } from '../upstream-failure.ts';

/**
 * The failure of a request that Anthropic has no way to say. Nothing was sent; another provider's deployment may serve
 * it, and when there is none the caller is told which member is at fault and why.
 */
export function inexpressible(param: string, why: string): UpstreamFailure {
  return new UpstreamFailure('inexpressible', `Anthropic cannot serve '${param}': ${why}.`, { param });
}
