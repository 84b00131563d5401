import type { SecretValue } from '../secret-value.ts';
import type { CallerOperation } from './caller-operations.ts';

/** What the process runs with: app settings and the gateway file, checked and resolved. Read-only from here on. */
export type Config = {
  readonly settings: Settings;
  /** Every deployment of every model, in the order of the gateway file. Names are unique. */
  readonly deployments: readonly Deployment[];
  /** Model alias → what serves it. */
  readonly models: ReadonlyMap<string, ModelRoute>;
  readonly callers: readonly Caller[];
  /** Whose tokens prove callers; absent, no token does. */
  readonly entra?: EntraSettings | undefined;
  /** The name of the caller of calls that Functions let in by one of its keys. */
  readonly functionKeyCaller?: string | undefined;
  /** Callers that share budgets. */
  readonly teams: readonly Team[];
  readonly limits: LimitPolicy;
  /** What the gateway file says of models, over the built-in catalogue and in its form. */
  readonly catalogue: { readonly [model: string]: unknown };
  readonly retry: RetryPolicy;
  /** When the circuit breaker of a deployment opens. */
  readonly breaker: BreakerSettings;
  readonly timeouts: Timeouts;
};

/** The least that is logged, from everything to only what needs a person. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** App settings that are not in the gateway file. */
export type Settings = {
  readonly logLevel: LogLevel;
  /** `https://{vault}.vault.azure.net`; `http:` on loopback only. Absent when no credential names a vault secret. */
  readonly keyVaultUrl?: string | undefined;
  /** How long a vault secret is used before it is read again in the background. */
  readonly secretTtlMs: number;
  readonly maxBodyBytes: number;
  /** `rediss://…` or, on loopback only, `redis://…`; absent, instances share nothing. May hold a password. */
  readonly redisUrl?: SecretValue | undefined;
  /** Most that answers kept in this process's memory may take. */
  readonly cacheBytes: number;
  readonly usage: UsageSettings;
  readonly jobs: JobSettings;
  /** Where callers reach the app, without a slash at the end; absent, the host that a request names. */
  readonly publicUrl?: string | undefined;
  /** Absent: nothing is traced. */
  readonly insights?: InsightsSettings | undefined;
  /** Whether the effective settings, redacted, are logged at start. */
  readonly logSettings: boolean;
};

/** Where traces, events and metrics go. */
export type InsightsSettings = {
  readonly connectionString: SecretValue;
  /** Absent: the instrumentation key alone says who sends. */
  readonly identity?: { readonly clientId?: string } | undefined;
  /** Share of traces that are kept, 0 to 100. */
  readonly samplePercent: number;
};

/** Where the usage of calls is kept. */
export type UsageSettings = {
  readonly store: 'table' | 'memory';
  readonly table: string;
  /** Absent: for ever. */
  readonly keepDays?: number | undefined;
  /** Where records wait for the table; absent, in the folder for temporary files. */
  readonly spoolFolder?: string | undefined;
  readonly spoolBytes: number;
};

/** How work that is answered later is kept, and how long it may take. */
export type JobSettings = {
  /** Names the queue and the container of blobs. */
  readonly queueName: string;
  /** How long an answer can be fetched. */
  readonly keepMs: number;
  readonly deadlineMs: number;
};

/** What callers name as `model`, and the deployments that serve it. */
export type ModelRoute = {
  readonly alias: string;
  /** What the deployments run, as the catalogue names it: decides parameters, window and price. */
  readonly model: string;
  readonly deployments: readonly Deployment[];
  /** How deployments of one priority take turns. */
  readonly strategy: Strategy;
  /** Aliases tried in turn when none of its own deployments could serve. */
  readonly fallbacks: readonly string[];
  /** The alias tried when the prompt does not fit. */
  readonly longerModel?: string | undefined;
  /** The alias tried when the content filter refuses; absent, a refusal is final. */
  readonly filteredModel?: string | undefined;
  readonly simple: readonly SimpleRule[];
  /** What becomes of a prompt that does not fit the model's window. */
  readonly fit: FitStrategy;
  /** Whether streams are held until they are complete. */
  readonly whole: boolean;
  readonly hedge?: HedgePolicy | undefined;
  readonly degrade?: Degradation | undefined;
  readonly cache?: CachePolicy | undefined;
};

/** How the deployments of one priority take turns. */
export type Strategy = 'weighted' | 'round-robin' | 'random' | 'least-latency' | 'most-quota';

/** What becomes of a prompt that its model's window does not hold. */
export type FitStrategy = 'refuse' | 'drop-oldest' | 'middle-out' | 'truncate' | 'summarise' | 'longer-model';

/** A request that another model can serve: with a prompt this short, and no tools unless they are allowed. */
export type SimpleRule = { readonly model: string; readonly promptTokensAtMost: number; readonly tools: boolean };

/** When a second attempt starts beside the first: after a percentile of the latest latencies, at first after a time. */
export type HedgePolicy = { readonly percentile: number; readonly afterMs: number };

/** What is served when no deployment can, in this order. */
export type Degradation = {
  readonly staleAnswer: boolean;
  readonly smallerModel?: string | undefined;
  readonly text?: string | undefined;
};

/** How long complete answers are kept, and for whom. */
export type CachePolicy = {
  readonly ttlMs: number;
  /** How long past that an answer may stand in for a failure. */
  readonly staleMs: number;
  /** Whether callers share answers. */
  readonly shared: boolean;
  readonly semantic?: { readonly embeddingModel: string; readonly threshold: number } | undefined;
};

/** See `BreakerPolicy`, which it is. */
export type BreakerSettings = {
  readonly samplingMs: number;
  readonly minimumCalls: number;
  readonly failureRatio: number;
  readonly openMs: number;
  readonly probeLeaseMs: number;
};

/** `v1`, `preview` (the v1 surface with its previews) or a dated version such as `2024-10-21`. */
export type ApiVersion = string;

/** The kinds of upstream. */
export type ProviderName = 'azure-openai' | 'openai' | 'anthropic';

/** A named model on a resource, and how it is called. */
export type Deployment = {
  /** Unique in the gateway file; what headers, health and logs call it. */
  readonly name: string;
  readonly provider: ProviderName;
  /**
   * Origin and optional path prefix without a trailing slash: of Azure without `/openai`, of OpenAI with its `/v1`, of
   * Anthropic without it.
   */
  readonly endpoint: string;
  /** The deployment's name on its Azure resource, or what OpenAI or Anthropic call the model. */
  readonly deployment: string;
  /** The alias it serves under. */
  readonly alias: string;
  /** What it runs, as the catalogue names it. */
  readonly model: string;
  /** Azure's; `v1` for every other provider. */
  readonly apiVersion: ApiVersion;
  readonly credential: CredentialSetting;
  readonly capacity: {
    readonly tokensPerMinute?: number | undefined;
    readonly requestsPerMinute?: number | undefined;
    /** Provisioned throughput: a 429 is its way to say "elsewhere", at once. */
    readonly provisioned: boolean;
  };
  /** Lower is served first. */
  readonly priority: number;
  /** Share among deployments of one priority. 0 is only used when nothing else can serve. */
  readonly weight: number;
};

/** Where an upstream's credential comes from: a vault secret, an app setting, or the app's managed identity. */
export type CredentialSetting =
  | { readonly kind: 'key-vault'; readonly secret: string; readonly secondSecret?: string | undefined }
  | { readonly kind: 'setting'; readonly setting: string; readonly value: SecretValue }
  | { readonly kind: 'managed-identity'; readonly clientId?: string | undefined; readonly scope: string };

/** Who may call, by which keys or tokens, and which models and operations. */
export type Caller = {
  readonly name: string;
  readonly keys: readonly GatewayKey[];
  readonly entra?: readonly EntraRule[] | undefined;
  /** Model aliases this caller may use; `undefined` means every model. */
  readonly models?: ReadonlySet<string> | undefined;
  /** What this caller may do; `undefined` means everything. */
  readonly operations?: ReadonlySet<CallerOperation> | undefined;
  readonly admin: boolean;
  /** How many jobs it may have open at a time; `undefined`: the usual 1,000. */
  readonly maxJobs?: number | undefined;
  /** How fast it may call, over all models and for single ones. */
  readonly limits?: (Rates & { readonly models?: { readonly [alias: string]: Rates } | undefined }) | undefined;
  /** What it, or each of its sessions, may use. */
  readonly budgets?: readonly (Budget & { readonly for: 'caller' | 'session' })[] | undefined;
};

/** The tenant of Entra ID whose tokens are taken. Ids are in lower case. */
export type EntraSettings = {
  readonly tenantId: string;
  readonly audiences: readonly string[];
  /** Without a trailing slash. */
  readonly authority: string;
  readonly clockSkewSeconds: number;
};

/** What a token must say to prove a caller. Values are in lower case, but for roles. */
export type EntraRule = { readonly by: 'appId' | 'objectId' | 'role' | 'group'; readonly value: string };

/** Requests and tokens in any minute; `shadow` only measures. */
export type Rates = {
  readonly requestsPerMinute?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
  readonly mode?: 'hard' | 'shadow' | undefined;
};

/** What may be used in a calendar period, in tokens or in millionths of a US dollar. */
export type Budget = ({ readonly tokens: number } | { readonly microDollars: number }) & {
  readonly name?: string | undefined;
  readonly per: 'hour' | 'day' | 'month' | 'total';
  /** IANA name. */
  readonly timeZone: string;
  readonly mode: 'hard' | 'soft' | 'shadow';
  readonly warnAtPercent: number;
};

/** Callers that share budgets. */
export type Team = { readonly name: string; readonly callers: readonly string[]; readonly budgets: readonly Budget[] };

/** How limits are kept, and what paces deployments. */
export type LimitPolicy = {
  readonly whenStoreIsDown: 'open' | 'closed' | 'local-share';
  /** Share of each limit that this instance may use while the store is down, above 0 and at most 1. */
  readonly localShare: number;
  /** How long what a call reserved stays so when its instance dies. */
  readonly leaseMs: number;
  /** Most calls that wait at one limit. */
  readonly maxWaiting: number;
  readonly maxWaitMs: number;
  /** What paces a deployment in place of its capacity, by its name. */
  readonly deployments: ReadonlyMap<string, DeploymentPace>;
};

/** What paces a deployment. */
export type DeploymentPace = {
  readonly requestsPerMinute?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
  /** The seconds over which its requests are checked, beside the minute. */
  readonly requestSliceSeconds?: readonly number[] | undefined;
};

/** A gateway key at rest. The key itself is `sluice_{id}_{secret}`; only the SHA-256 of the secret is kept. */
export type GatewayKey = { readonly id: string; readonly sha256: Buffer };

/** Bounds of the one retry loop. */
export type RetryPolicy = {
  /** Attempts of one call over all deployments together, the first included. */
  readonly maxAttempts: number;
  readonly baseBackoffMs: number;
  readonly maxBackoffMs: number;
};

/** The clocks of a call, in milliseconds, from the shortest to the longest. */
export type Timeouts = {
  readonly connectMs: number;
  /** From the start of an attempt to the first real output. */
  readonly firstOutputMs: number;
  /** Longest silence between two chunks of a stream. */
  readonly idleMs: number;
  /** One attempt, whole. */
  readonly attemptMs: number;
  /** The whole call: every attempt, wait and stream. */
  readonly deadlineMs: number;
};
