import type { Config, Deployment } from '../config/config.ts';
import type { DeploymentStates } from '../deployments/deployment-states.ts';
import type { ObservedCredentialSource } from '../secrets/credential-status.ts';
import type { Logger } from '../telemetry/log.ts';
import type { AzureClients } from '../upstream/azure-openai/client.ts';
import type { PooledFetch } from '../upstream/pooled-fetch.ts';

/** What every operation of the gateway works with. */
export type Parts = {
  readonly config: Config;
  readonly states: DeploymentStates;
  readonly credentialOf: (deployment: Deployment) => ObservedCredentialSource;
  readonly clients: AzureClients;
  readonly fetch: PooledFetch;
  readonly log: Logger;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** [0, 1). */
  readonly random: () => number;
};
