import type { Caller, Config, Deployment } from '../config/config.ts';
import { DeploymentStates } from '../deployments/deployment-states.ts';
import { RoundRobin } from '../deployments/round-robin.ts';
import type { ChatRequest } from '../openai/chat-request.ts';
import type { EmbeddingsRequest } from '../openai/embeddings-request.ts';
import type { BatchRequest } from '../neutral/batch-request.ts';
import type { BatchResult } from '../neutral/batch-result.ts';
import type { GenerateRequest } from '../neutral/generate-request.ts';
import type { SplitRequest } from '../neutral/split-request.ts';
import type { SummaryRequest } from '../neutral/summary-request.ts';
import type { ModelEntry } from '../openai/model-list.ts';
import { createIdentityReader } from '../identity/identity-reader.ts';
import { createCatalogue } from '../models/catalogue.ts';
import type { ObservedCredentialSource } from '../secrets/credential-status.ts';
import { Breakers } from '../resilience/breakers.ts';
import { Latencies } from '../resilience/latencies.ts';
import { SharedBreakers } from '../resilience/shared-breakers.ts';
import type { RedisConnection } from '../redis/redis-connection.ts';
import { appVersion } from '../app-version.ts';
import type { Logger } from '../telemetry/log.ts';
import { attributes, events } from '../telemetry/names.ts';
import type { Tracing } from '../telemetry/tracing.ts';
import type { DroppedTelemetry } from '../telemetry/metrics/instance-figures.ts';
import { Metrics } from '../telemetry/metrics/metrics.ts';
import type { CountAnswer, CountRequest } from '../tokens/count-request.ts';
import { createEncodings } from '../tokens/bpe/encodings.ts';
import type { Ledger } from '../usage/ledger.ts';
import type { UsageAnswer } from '../usage/usage-answer.ts';
import type { UsageRecord } from '../usage/usage-record.ts';
import type { UsageStore } from '../usage/usage-store.ts';
import { PooledFetch } from '../upstream/pooled-fetch.ts';
import { createProviders } from '../upstream/providers.ts';
import { authorise, type Authorised, type Presented } from './authorise.ts';
import type { Call } from './call.ts';
import { batch } from './batch.ts';
import { count } from './count.ts';
import { dryRunChat, dryRunEmbeddings, type DryRun } from './dry-run.ts';
import { createReadinessCheck, type Readiness } from './check-readiness.ts';
import { AnswerKeeper } from './answer-keeper.ts';
import { complete, completeAsStream } from './complete.ts';
import { createProvidersCheck, type ProviderHealth } from './check-providers.ts';
import { generate, generateAsStream, type Generation } from './generate.ts';
import { embed, type Embeddings } from './embed.ts';
import { explain, type Explanation } from './explain.ts';
import { createLimits } from './limits.ts';
import { readFigures, type GatewayFigures } from './read-figures.ts';
import { modelFor, modelsFor } from './list-models.ts';
import { embedText } from './embed-text.ts';
import type { Parts } from './parts.ts';
import { permitting } from './permitting.ts';
import { readBudgets, readLimits, type BudgetsAnswer, type LimitsAnswer } from './read-limits.ts';
import { recallCaller, type RecordedCaller } from './recall-caller.ts';
import { split, type Split } from './split.ts';
import { summarise, type Summary } from './summarise.ts';
import { summariseAsStream, type StreamedSummary } from './summary-events.ts';
import { readLedger } from './read-ledger.ts';
import type { StreamedCompletion, WholeCompletion } from './serve-chat.ts';
import { reportHealth, type Health } from './report-health.ts';

/** Every operation Sluice offers, whatever protocol it is asked in. All throw `GatewayError` and nothing else. */
export type Gateway = {
  /** Who calls: at once by a gateway key, later by a token whose signing key must be fetched. */
  authorise(presented: Presented): Authorised | Promise<Authorised>;
  /** Who made a call that was put off, as the gateway file has them now. */
  recall(who: RecordedCaller): Authorised;
  complete(chat: ChatRequest, call: Call): Promise<WholeCompletion>;
  completeAsStream(chat: ChatRequest, call: Call): Promise<StreamedCompletion>;
  generate(request: GenerateRequest, call: Call): Promise<Generation>;
  generateAsStream(request: GenerateRequest, call: Call): Promise<StreamedCompletion>;
  embed(request: EmbeddingsRequest, call: Call): Promise<Embeddings>;
  /** Which deployments would serve a model, in which order and why. */
  explain(model: string, call: Call): Explanation;
  /** What a chat or a request for embeddings would become; nothing is sent. */
  dryRunChat(chat: ChatRequest, call: Call): Promise<DryRun>;
  dryRunEmbeddings(request: EmbeddingsRequest, call: Call): Promise<DryRun>;
  /** Many requests, each with its own result, as they come. */
  batch(request: BatchRequest, call: Call): AsyncGenerator<BatchResult>;
  /** A text in chunks of so many tokens; nothing is sent. */
  split(request: SplitRequest, call: Call): Promise<Split>;
  /** The summary of a text of any length. */
  summarise(request: SummaryRequest, call: Call): Promise<Summary>;
  summariseAsStream(request: SummaryRequest, call: Call): Promise<StreamedSummary>;
  /** How many tokens a chat or a text is. */
  count(request: CountRequest, call: Call): Promise<CountAnswer>;
  /** What was used, as the parameters of `GET /v1/usage` ask. */
  usage(parameters: Readonly<Record<string, string>>, call: Call): Promise<UsageAnswer>;
  modelsFor(caller: Caller): ModelEntry[];
  modelFor(alias: string, caller: Caller): ModelEntry;
  /** How what the caller may use fares; for an admin caller everything. */
  health(caller: Caller): Health;
  /** How the caller's rates stand, or those of another whom an admin caller names. */
  limits(of: string | undefined, call: Call): Promise<LimitsAnswer>;
  /** The same of budgets: its own, its teams' and, where the call names one, its session's. */
  budgets(of: string | undefined, call: Call): Promise<BudgetsAnswer>;
  /** What is counted of everything above, and of the requests around it. */
  readonly metrics: Metrics;
  /** How this instance stands, to be shown with them. */
  figures(): GatewayFigures;
  readiness(): Promise<Readiness>;
  providersHealth(caller: Caller): Promise<readonly ProviderHealth[]>;
  /** Closes every connection. */
  close(): Promise<void>;
};

/** What a gateway needs from outside: credentials, and in tests the clock and the dice. */
export type GatewayDependencies = {
  readonly credentialOf: (deployment: Deployment) => ObservedCredentialSource;
  readonly log: Logger;
  /** Redis that instances share; absent, each keeps what it knows to itself. */
  readonly redis?: RedisConnection | undefined;
  /** Where calls are written down; absent, nowhere. */
  readonly usage?: { readonly ledger: Ledger; readonly store: UsageStore } | undefined;
  /** Told of every call that has ended, beside the ledger: metrics, traces. It must not throw. */
  readonly onRecord?: ((record: UsageRecord) => void) | undefined;
  /** Told of each circuit that opens or closes; absent where nothing is traced. */
  readonly tracing?: Pick<Tracing, 'announce'> | undefined;
  /** How much telemetry never reached where it is sent; absent where none is. */
  readonly telemetryDropped?: (() => DroppedTelemetry) | undefined;
  /** Whether the platform authenticates callers, so that its `x-ms-client-principal` can be believed. */
  readonly platformAuthentication?: boolean;
  readonly now?: () => number;
  readonly random?: () => number;
};

/** A gateway over the configured deployments. It makes no call before it is asked to. */
export function createGateway(config: Config, dependencies: GatewayDependencies): Gateway {
  const fetch = new PooledFetch({ connectMs: config.timeouts.connectMs });
  const now = dependencies.now ?? Date.now;
  const { redis, log } = dependencies;
  const metrics = new Metrics({ names: namesOf(config), version: appVersion });
  const breakers = watchedBreakers(config, log, metrics, now);
  breakers.onChange(({ name, from, to, openMs }) =>
    dependencies.tracing?.announce(events.breakerChanged, {
      [attributes.deployment]: name,
      [attributes.breakerState]: to,
      [attributes.breakerBefore]: from,
      [attributes.retryAfterMs]: openMs,
    }),
  );
  const sharing = redis === undefined ? undefined : new SharedBreakers(breakers, { redis, log, now });
  sharing?.start();
  const { findModel } = createCatalogue(config.catalogue);
  const random = dependencies.random ?? Math.random;
  const limits = createLimits(config, { redis, usage: dependencies.usage, log, now, random });
  const identity =
    config.entra &&
    createIdentityReader(config.entra, {
      now,
      onFailure: (reason, stillServing) => log.warn('signing-keys-unreadable', { reason, stillServing }),
    });
  const parts: Parts = {
    config,
    states: new DeploymentStates(),
    credentialOf: dependencies.credentialOf,
    providerOf: createProviders(fetch, now, findModel),
    breakers,
    latencies: new Latencies(),
    turn: new RoundRobin(),
    encodings: createEncodings(),
    findModel,
    usage: dependencies.usage && { ...dependencies.usage, unpricedModels: new Set() },
    onRecord: (record) => {
      dependencies.usage?.ledger.append(record);
      metrics.ended(record);
      dependencies.onRecord?.(record);
    },
    limits,
    identity,
    keeper: new AnswerKeeper(config, redis, (text, model) => embedText(text, model, parts), log, now),
    metrics,
    log,
    now,
    random,
  };
  const proofs = { identity, platformAuthentication: dependencies.platformAuthentication === true };
  return permitting({
    authorise: (presented) => authorise(config, presented, proofs),
    recall: (who) => recallCaller(who, config),
    complete: (chat, call) => complete(chat, call, parts),
    completeAsStream: (chat, call) => completeAsStream(chat, call, parts),
    generate: (request, call) => generate(request, call, parts),
    generateAsStream: (request, call) => generateAsStream(request, call, parts),
    embed: (request, call) => embed(request, call, parts),
    explain: (model, call) => explain(model, call, parts),
    dryRunChat: (chat, call) => dryRunChat(chat, call, parts),
    dryRunEmbeddings: (request, call) => dryRunEmbeddings(request, call, parts),
    batch: (request, call) => batch(request, call, parts),
    split: (request, call) => split(request, call, parts),
    summarise: (request, call) => summarise(request, call, parts),
    summariseAsStream: (request, call) => summariseAsStream(request, call, parts),
    count: (request, call) => count(request, call, parts),
    usage: (parameters, call) => readLedger(parameters, call, parts),
    modelsFor: (caller) => modelsFor(caller, parts),
    modelFor: (alias, caller) => modelFor(alias, caller, parts),
    health: (caller) => reportHealth(caller, parts, redis?.state() ?? 'none'),
    limits: (of, call) => readLimits(of, call, parts),
    budgets: (of, call) => readBudgets(of, call, parts),
    metrics,
    figures: () => readFigures(parts, redis?.state(), dependencies.telemetryDropped?.()),
    readiness: createReadinessCheck(parts),
    providersHealth: createProvidersCheck(parts),
    close: async () => {
      await limits.limiter.flush();
      sharing?.stop();
      await redis?.close();
      await fetch.close();
    },
  });
}

/** A breaker for each deployment, whose changes are logged and counted. */
function watchedBreakers(config: Config, log: Logger, metrics: Metrics, now: () => number): Breakers {
  const breakers = new Breakers(config.breaker, now);
  breakers.onChange(({ name, ...change }) => {
    log.warn('breaker-changed', { deployment: name, ...change });
    if (change.to === 'open') {
      metrics.circuitOpened(name);
    }
  });
  return breakers;
}

function namesOf({ callers, models, deployments }: Config) {
  return {
    callers: callers.map(({ name }) => name),
    models: [...models.keys()],
    deployments: deployments.map(({ name }) => name),
  };
}
