import type { Deployment, ModelRoute, Strategy } from '../config/config.ts';
import { plainRoute } from '../config/plain-route.ts';
import type { Operation } from '../openai/api-version-registry.ts';
import { servesOperation } from '../upstream/serves-operation.ts';
import type { Call } from './call.ts';
import { findDeployments } from './find-deployments.ts';
import type { Parts } from './parts.ts';

/** The deployments of one model, and how they take turns. */
export type Tier = { readonly alias: string; readonly deployments: readonly Deployment[]; readonly strategy: Strategy };

/** What may serve a call: its own model's deployments first, then those of its fallbacks, model by model. */
export type CallPlan = { readonly route: ModelRoute; readonly tiers: readonly Tier[] };

/**
 * The plan for a call of `model`. One that names a deployment is a call of the model that it serves, pinned to it and
 * without its route's options. Throws as `findDeployments` does; a fallback that cannot serve is left out.
 */
export function planCall(model: string, operation: Operation, call: Call, { config }: Pick<Parts, 'config'>): CallPlan {
  const deployments = findDeployments(config, model, operation, call.caller, call.provider);
  const route =
    config.models.get(model) ?? plainRoute(deployments[0]?.alias ?? model, deployments[0]?.model ?? model, deployments);
  const own = { alias: route.alias, deployments, strategy: route.strategy };
  const fallbacks = route.fallbacks.flatMap((alias) => tierOf(alias, operation, call, { config }) ?? []);
  return { route, tiers: [own, ...fallbacks] };
}

/**
 * The tier of another model that a route names, `undefined` when it cannot serve this call. Whether the caller may use
 * that model is not asked: who wrote the route has decided it.
 */
export function tierOf(
  alias: string | undefined,
  operation: Operation,
  call: Call,
  { config }: Pick<Parts, 'config'>,
): Tier | undefined {
  const route = alias === undefined ? undefined : config.models.get(alias);
  if (route === undefined) {
    return undefined;
  }
  const deployments = route.deployments.filter(
    (deployment) =>
      servesOperation(deployment, operation) && (call.provider === undefined || deployment.provider === call.provider),
  );
  return deployments.length === 0 ? undefined : { alias: route.alias, deployments, strategy: route.strategy };
}
