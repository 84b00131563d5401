import type { Config, Deployment } from '../config/config.ts';
import type { RoundRobin } from '../deployments/round-robin.ts';
import type { DeploymentStates } from '../deployments/deployment-states.ts';
import type { Breakers } from '../resilience/breakers.ts';
import type { Latencies } from '../resilience/latencies.ts';
import type { ObservedCredentialSource } from '../secrets/credential-status.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Encodings } from '../tokens/bpe/encodings.ts';
import type { Provider } from '../upstream/provider.ts';
import type { AnswerKeeper } from './answer-keeper.ts';

/** What every operation of the gateway works with. */
export type Parts = {
  readonly config: Config;
  readonly states: DeploymentStates;
  readonly credentialOf: (deployment: Deployment) => ObservedCredentialSource;
  readonly providerOf: (deployment: Deployment) => Provider;
  readonly breakers: Breakers;
  readonly latencies: Latencies;
  readonly turn: RoundRobin;
  readonly keeper: AnswerKeeper;
  readonly encodings: Encodings;
  readonly log: Logger;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** [0, 1). */
  readonly random: () => number;
};
