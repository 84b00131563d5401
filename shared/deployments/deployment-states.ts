import type { Deployment } from '../config/config.ts';
import { DeploymentState } from './deployment-state.ts';

/** The states of all deployments of this instance, by deployment name. */
export class DeploymentStates {
  readonly #states = new Map<string, DeploymentState>();

  readonly of = (deployment: Pick<Deployment, 'name'>): DeploymentState => {
    const known = this.#states.get(deployment.name);
    if (known !== undefined) {
      return known;
    }
    const state = new DeploymentState();
    this.#states.set(deployment.name, state);
    return state;
  };
}
