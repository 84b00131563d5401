import type { Config, Deployment } from '../config/config.ts';
import type { RoundRobin } from '../deployments/round-robin.ts';
import type { DeploymentStates } from '../deployments/deployment-states.ts';
import type { Breakers } from '../resilience/breakers.ts';
import type { Catalogue } from '../models/catalogue.ts';
import type { IdentityReader } from '../identity/identity-reader.ts';
import type { Latencies } from '../resilience/latencies.ts';
import type { ObservedCredentialSource } from '../secrets/credential-status.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics/metrics.ts';
import type { Encodings } from '../tokens/bpe/encodings.ts';
import type { Provider } from '../upstream/provider.ts';
import type { Ledger } from '../usage/ledger.ts';
import type { UsageRecord } from '../usage/usage-record.ts';
import type { UsageStore } from '../usage/usage-store.ts';
import type { AnswerKeeper } from './answer-keeper.ts';
import type { Limits } from './limits.ts';

/** The ledger, the store it writes to, and the models whose missing price has been told. */
export type UsageKeeping = {
  readonly ledger: Ledger;
  readonly store: UsageStore;
  readonly unpricedModels: Set<string>;
};

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
  readonly limits: Limits;
  readonly encodings: Encodings;
  /** What is known of a model: the built-in catalogue and what the gateway file says over it. */
  readonly findModel: Catalogue['findModel'];
  /** Where calls are written down; absent, nowhere. */
  readonly usage?: UsageKeeping | undefined;
  /** Told of every call that has ended: the ledger, and what measures. It never throws. */
  readonly onRecord: (record: UsageRecord) => void;
  /** Whose tokens prove callers; absent where none does. */
  readonly identity?: IdentityReader | undefined;
  /** Counts what becomes of calls and attempts. */
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** [0, 1). */
  readonly random: () => number;
};
