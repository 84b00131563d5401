import type { HeaderReader } from '../resilience/retry-after.ts';
import { readQuota, type QuotaReading } from './read-quota-headers.ts';

/** What is left of a deployment's rate limits; `undefined` for what is not known. */
export type QuotaLeft = { readonly requests: number | undefined; readonly tokens: number | undefined };

/**
 * What a deployment has said of its rate limits, less what has been sent since. After its reset a limit counts as whole
 * again; one that never said how large it is, as unknown. Provisioned deployments say nothing at all.
 */
export class DeploymentQuota {
  #requests: KeptQuota | undefined;
  #tokens: KeptQuota | undefined;

  /** Takes over what an answer's headers say. */
  note(headers: HeaderReader, nowMs: number): void {
    this.#requests = kept(readQuota(headers, 'requests'), nowMs) ?? this.#requests;
    this.#tokens = kept(readQuota(headers, 'tokens'), nowMs) ?? this.#tokens;
  }

  /** A request goes up that may take that many tokens: until the deployment says what is left, it counts as taken. */
  spend(tokens: number): void {
    spendFrom(this.#requests, 1);
    spendFrom(this.#tokens, tokens);
  }

  left(nowMs: number): QuotaLeft {
    return { requests: leftOf(this.#requests, nowMs), tokens: leftOf(this.#tokens, nowMs) };
  }
}

type KeptQuota = { remaining: number; readonly limit: number | undefined; readonly resetAtMs: number };

function kept(reading: QuotaReading | undefined, nowMs: number): KeptQuota | undefined {
  return reading === undefined
    ? undefined
    : { remaining: reading.remaining, limit: reading.limit, resetAtMs: nowMs + (reading.resetMs ?? minuteMs) };
}

function spendFrom(quota: KeptQuota | undefined, amount: number): void {
  if (quota !== undefined) {
    quota.remaining = Math.max(0, quota.remaining - amount);
  }
}

function leftOf(quota: KeptQuota | undefined, nowMs: number): number | undefined {
  return quota === undefined || nowMs < quota.resetAtMs ? quota?.remaining : quota.limit;
}

/** Azure's limits are by the minute. */
const minuteMs = 60_000;
