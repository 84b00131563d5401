import type { DeploymentSnapshot } from '../deployments/deployment-state.ts';
import type { BreakerState } from '../resilience/breaker.ts';
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

/** The state of every deployment as this instance knows it from its own calls; nothing is asked of anyone. */
export function reportHealth(parts: Parts): readonly DeploymentHealth[] {
  const nowMs = parts.now();
  return parts.config.deployments.map((deployment) => ({
    name: deployment.name,
    model: deployment.alias,
    apiVersion: deployment.apiVersion,
    breaker: parts.breakers.of(deployment.name).state,
    credential: parts.credentialOf(deployment).status().state,
    ...parts.states.of(deployment).snapshot(nowMs),
  }));
}
