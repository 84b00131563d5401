import type { DeploymentSnapshot } from '../deployments/deployment-state.ts';
import type { Parts } from './parts.ts';

/** One deployment in the health report: what this instance has seen of it since it started. */
export type DeploymentHealth = DeploymentSnapshot & {
  readonly name: string;
  readonly model: string;
  readonly apiVersion: string;
  readonly credential: 'unread' | 'ok' | 'stale' | 'failed';
};

/** The state of every deployment as this instance knows it from its own calls; nothing is asked of anyone. */
export function reportHealth(parts: Parts): readonly DeploymentHealth[] {
  const nowMs = parts.now();
  return parts.config.deployments.map((deployment) => ({
    name: deployment.name,
    model: deployment.alias,
    apiVersion: deployment.apiVersion,
    credential: parts.credentialOf(deployment).status().state,
    ...parts.states.of(deployment).snapshot(nowMs),
  }));
}
