import type {
  Caller,
  Config,
  CredentialSetting,
  Deployment,
  EntraRule,
  EntraSettings,
  LimitPolicy,
  ModelRoute,
  Settings,
} from './config.ts';
import type { Environment } from './environment.ts';
import type { GatewayFile } from './gateway-file-schema.ts';
import { defaultEndpointOf, normalEndpoint } from './endpoint.ts';
import { defaultDeploymentName } from './name-mistakes.ts';
import { resolveTimeouts } from './timeouts-schema.ts';
import { SecretValue } from '../secret-value.ts';

/** The configuration of a gateway file in which no mistake was found: every name looked up, every default filled in. */
export function resolveConfig(settings: Settings, file: GatewayFile, env: Environment): Config {
  const models = Object.entries(file.models).map(([alias, model]): ModelRoute => {
    const route = { alias, model: model.model ?? alias };
    const deployments = model.deployments.flatMap((entry) => resolveDeployment(route, entry, file, env) ?? []);
    return { ...route, deployments, ...routeOptions(model) };
  });
  return {
    settings,
    deployments: models.flatMap((model) => model.deployments),
    models: new Map(models.map((model) => [model.alias, model])),
    callers: Object.entries(file.callers).map(([name, caller]) => resolveCaller(name, caller)),
    entra: resolveEntra(file.entra),
    functionKeyCaller: file.functionKeyCaller,
    teams: Object.entries(file.teams).map(([name, team]) => ({ name, ...team })),
    limits: resolveLimits(file.limits),
    catalogue: file.catalogue,
    retry: file.retry,
    breaker: file.breaker,
    timeouts: resolveTimeouts(file.timeouts),
  };
}

function routeOptions(model: GatewayFile['models'][string]): Omit<ModelRoute, 'alias' | 'model' | 'deployments'> {
  const { strategy, fallbacks, longerModel, filteredModel, simple, fit, whole, hedge, degrade, cache } = model;
  return {
    strategy,
    fallbacks,
    longerModel,
    filteredModel,
    simple,
    fit,
    whole,
    hedge,
    degrade,
    cache: cache && {
      ttlMs: cache.ttlSeconds * 1000,
      staleMs: cache.staleSeconds * 1000,
      shared: cache.shared,
      semantic: cache.semantic,
    },
  };
}

type DeploymentEntry = GatewayFile['models'][string]['deployments'][number];
type CredentialEntry = GatewayFile['upstreams'][string]['credential'];

function resolveDeployment(
  route: { alias: string; model: string },
  entry: DeploymentEntry,
  file: GatewayFile,
  env: Environment,
): Deployment | undefined {
  const upstream = file.upstreams[entry.upstream];
  if (upstream === undefined) return undefined;
  const apiVersion = entry.apiVersion ?? upstream.apiVersion ?? 'v1';
  const endpoint = upstream.endpoint ?? defaultEndpointOf(upstream.provider);
  if (endpoint === undefined) return undefined;
  return {
    alias: route.alias,
    // Elsewhere than on Azure a deployment has no name of its own: it is called by its model.
    model: entry.model ?? (upstream.provider === 'azure-openai' ? route.model : entry.deployment),
    name: entry.name ?? defaultDeploymentName(entry.upstream, entry.deployment),
    provider: upstream.provider,
    endpoint: normalEndpoint(endpoint, upstream.provider),
    deployment: entry.deployment,
    apiVersion,
    credential: resolveCredential(upstream.credential, apiVersion, env),
    capacity: entry.capacity,
    priority: entry.priority,
    weight: entry.weight,
  };
}

function resolveCredential(entry: CredentialEntry, apiVersion: string, env: Environment): CredentialSetting {
  if ('keyVaultSecret' in entry) {
    return { kind: 'key-vault', secret: entry.keyVaultSecret, secondSecret: entry.secondKeyVaultSecret };
  }
  if ('setting' in entry) {
    return { kind: 'setting', setting: entry.setting, value: new SecretValue(env[entry.setting] ?? '') };
  }
  const clientId = entry.managedIdentity === true ? undefined : entry.managedIdentity.clientId;
  return { kind: 'managed-identity', clientId, scope: entry.scope ?? defaultScope(apiVersion) };
}

// The v1 surface and the dated one ask for tokens of different audiences; the wrong one is answered 401.
function defaultScope(apiVersion: string): string {
  const isDated = /^\d/.test(apiVersion);
  return isDated ? 'https://cognitiveservices.azure.com/.default' : 'https://ai.azure.com/.default';
}

function resolveCaller(name: string, entry: GatewayFile['callers'][string]): Caller {
  return {
    name,
    keys: (entry.keys ?? []).map(({ id, sha256 }) => ({ id, sha256: Buffer.from(sha256, 'hex') })),
    entra: (entry.entra ?? []).map(resolveRule),
    models: entry.models === undefined ? undefined : new Set(entry.models),
    operations: entry.operations === undefined ? undefined : new Set(entry.operations),
    admin: entry.admin,
    maxJobs: entry.maxJobs,
    limits: entry.limits,
    budgets: entry.budgets,
  };
}

type EntraEntry = NonNullable<GatewayFile['entra']>;
type EntraRuleEntry = NonNullable<GatewayFile['callers'][string]['entra']>[number];

function resolveEntra(entry: EntraEntry | undefined): EntraSettings | undefined {
  if (entry === undefined) return undefined;
  return {
    // Tokens have it in lower case, portals do not always show it so.
    tenantId: entry.tenantId.toLowerCase(),
    audiences: [entry.audience].flat(),
    authority: new URL(entry.authority).href.replace(/\/+$/, ''),
    clockSkewSeconds: entry.clockSkewSeconds,
  };
}

function resolveRule(entry: EntraRuleEntry): EntraRule {
  if ('appId' in entry) return { by: 'appId', value: entry.appId.toLowerCase() };
  if ('objectId' in entry) return { by: 'objectId', value: entry.objectId.toLowerCase() };
  return 'role' in entry ? { by: 'role', value: entry.role } : { by: 'group', value: entry.group.toLowerCase() };
}

function resolveLimits(entry: GatewayFile['limits']): LimitPolicy {
  const { whenStoreIsDown, localSharePercent, leaseSeconds, maxWaiting, maxWaitSeconds, deployments } = entry;
  return {
    whenStoreIsDown,
    localShare: localSharePercent / 100,
    leaseMs: leaseSeconds * 1000,
    maxWaiting,
    maxWaitMs: maxWaitSeconds * 1000,
    deployments: new Map(Object.entries(deployments)),
  };
}
