import type { Caller, Config, Deployment } from '../config/config.ts';
import { DeploymentStates } from '../deployments/deployment-states.ts';
import type { ChatRequest } from '../openai/chat-request.ts';
import type { EmbeddingsRequest } from '../openai/embeddings-request.ts';
import type { ModelEntry } from '../openai/model-list.ts';
import type { ObservedCredentialSource } from '../secrets/credential-status.ts';
import { Breakers } from '../resilience/breakers.ts';
import { Latencies } from '../resilience/latencies.ts';
import type { Logger } from '../telemetry/log.ts';
import { PooledFetch } from '../upstream/pooled-fetch.ts';
import { createProviders } from '../upstream/providers.ts';
import { authorise } from './authorise.ts';
import type { Call } from './call.ts';
import { createReadinessCheck, type Readiness } from './check-readiness.ts';
import { complete, completeAsStream, type Completion, type StreamedCompletion } from './complete.ts';
import { embed, type Embeddings } from './embed.ts';
import { modelFor, modelsFor } from './list-models.ts';
import type { Parts } from './parts.ts';
import { reportHealth, type DeploymentHealth } from './report-health.ts';

/** Every operation Sluice offers, whatever protocol it is asked in. All throw `GatewayError` and nothing else. */
export type Gateway = {
  authorise(presentedKey: string | undefined): { caller: Caller; keyId: string };
  complete(chat: ChatRequest, call: Call): Promise<Completion>;
  completeAsStream(chat: ChatRequest, call: Call): Promise<StreamedCompletion>;
  embed(request: EmbeddingsRequest, call: Call): Promise<Embeddings>;
  modelsFor(caller: Caller): ModelEntry[];
  modelFor(alias: string, caller: Caller): ModelEntry;
  health(): readonly DeploymentHealth[];
  readiness(): Promise<Readiness>;
  /** Closes every upstream connection. */
  close(): Promise<void>;
};

/** What a gateway needs from outside: credentials, and in tests the clock and the dice. */
export type GatewayDependencies = {
  readonly credentialOf: (deployment: Deployment) => ObservedCredentialSource;
  readonly log: Logger;
  readonly now?: () => number;
  readonly random?: () => number;
};

/** A gateway over the configured deployments. It makes no call before it is asked to. */
export function createGateway(config: Config, dependencies: GatewayDependencies): Gateway {
  const fetch = new PooledFetch({ connectMs: config.timeouts.connectMs });
  const now = dependencies.now ?? Date.now;
  const parts: Parts = {
    config,
    states: new DeploymentStates(),
    credentialOf: dependencies.credentialOf,
    providerOf: createProviders(fetch, now),
    breakers: watchedBreakers(config, dependencies.log, now),
    latencies: new Latencies(),
    log: dependencies.log,
    now,
    random: dependencies.random ?? Math.random,
  };
  return {
    authorise: (presentedKey) => authorise(config, presentedKey),
    complete: (chat, call) => complete(chat, call, parts),
    completeAsStream: (chat, call) => completeAsStream(chat, call, parts),
    embed: (request, call) => embed(request, call, parts),
    modelsFor: (caller) => modelsFor(caller, parts),
    modelFor: (alias, caller) => modelFor(alias, caller, parts),
    health: () => reportHealth(parts),
    readiness: createReadinessCheck(parts),
    close: () => fetch.close(),
  };
}

/** A breaker for each deployment, whose changes are logged. */
function watchedBreakers(config: Config, log: Logger, now: () => number): Breakers {
  const breakers = new Breakers(config.breaker, now);
  breakers.onChange(({ name, ...change }) => log.warn('breaker-changed', { deployment: name, ...change }));
  return breakers;
}
