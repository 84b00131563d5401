import type { Caller } from '../config/config.ts';
import type { DeploymentSnapshot } from '../deployments/deployment-state.ts';
import type { LimiterStatus } from '../limits/limiter.ts';
import type { RedisState } from '../redis/redis-connection.ts';
import type { BreakerState } from '../resilience/breaker.ts';
import type { LedgerCounts } from '../usage/ledger.ts';
import { mayUse } from './find-deployments.ts';
import type { Parts } from './parts.ts';

/** One deployment in the health report: what this instance has seen of it since it started. */
export type DeploymentHealth = DeploymentSnapshot & {
  readonly name: string;
  readonly model: string;
  readonly apiVersion: string;
  /** Whether its circuit breaker lets calls pass: all, none, or one as a probe. */
  readonly breaker: BreakerState;
  readonly credential: 'unread' | 'ok' | 'stale' | 'failed';
};

/** How the ledger fares. */
export type UsageHealth = {
  /**
   * `spooling`: its store does not take records, which wait on disk, or in memory where that takes none. `lost`: some
   * were lost since this instance started. `off`: no usage is kept.
   */
  readonly status: 'ok' | 'spooling' | 'lost' | 'off';
  /** Records that are in no store yet. */
  readonly inMemory: number;
  /** Segments on disk that wait for the store. */
  readonly spooledSegments: number;
  /** Records that neither store nor disk took. */
  readonly lost: number;
};

/** What a caller is told; all but the deployments only where it is an admin caller. */
export type Health = {
  readonly deployments: readonly DeploymentHealth[];
  /** The store that instances share; `none` where each keeps what it knows to itself. */
  readonly store?: RedisState | 'none';
  readonly limits?: LimiterStatus;
  readonly usage?: UsageHealth;
};

/**
 * How the deployments of the models that the caller may use fare, for an admin caller all of them, as this instance knows
 * them from its own calls; nothing is asked of anyone. Admin callers are told of the shared store, the limits and the
 * ledger too. Others are not: when limits are not kept is nothing for those they are kept for to know, and how many calls
 * wait or were written down is about everybody.
 */
export function reportHealth(caller: Caller, parts: Parts, store: RedisState | 'none'): Health {
  const nowMs = parts.now();
  const deployments = parts.config.deployments
    .filter(({ alias }) => caller.admin || mayUse(caller, alias))
    .map((deployment) => ({
      name: deployment.name,
      model: deployment.alias,
      apiVersion: deployment.apiVersion,
      breaker: parts.breakers.of(deployment.name).state,
      credential: parts.credentialOf(deployment).status().state,
      ...parts.states.of(deployment).snapshot(nowMs),
    }));
  if (!caller.admin) {
    return { deployments };
  }
  const usage = usageHealth(parts.usage?.ledger.counts());
  return { deployments, store, limits: parts.limits.limiter.status(), usage };
}

function usageHealth(counts: LedgerCounts | undefined): UsageHealth {
  if (counts === undefined) {
    return { status: 'off', inMemory: 0, spooledSegments: 0, lost: 0 };
  }
  const { inMemory, spooledSegments, lost, isStoreDown } = counts;
  return { status: lost > 0 ? 'lost' : isStoreDown ? 'spooling' : 'ok', inMemory, spooledSegments, lost };
}
