import type { Caller, Deployment, ModelRoute } from '../config/config.ts';
import type { ModelFacts } from '../models/model-facts.ts';
import type { Operation } from '../openai/api-version-registry.ts';
import type { ModelEntry, ModelHealth } from '../openai/model-list.ts';
import { servesOperation } from '../upstream/serves-operation.ts';
import { mayUse } from './find-deployments.ts';
import { modelNotFound } from './model-not-found.ts';
import type { Parts } from './parts.ts';

/** The models this caller may use, in the order of the gateway file. */
export function modelsFor(caller: Caller, parts: Parts): ModelEntry[] {
  return [...parts.config.models.values()]
    .filter(({ alias }) => mayUse(caller, alias))
    .map((route) => entryOf(route, parts));
}

/** One model by its alias. Throws `model_not_found`, also for a model the caller may not use. */
export function modelFor(alias: string, caller: Caller, parts: Parts): ModelEntry {
  const route = parts.config.models.get(alias);
  if (route === undefined || !mayUse(caller, alias)) {
    throw modelNotFound(alias);
  }
  return entryOf(route, parts);
}

function entryOf(route: ModelRoute, parts: Parts): ModelEntry {
  return {
    id: route.alias,
    object: 'model',
    // OpenAI's member is not optional; when a model was made is not known here.
    created: 0,
    owned_by: 'sluice',
    provider: [...new Set(route.deployments.map(({ provider }) => provider))].join(','),
    capabilities: capabilitiesOf(parts.findModel(route.model), route.deployments),
    health: healthOf(route.deployments, parts),
  };
}

/** What the model can do that Sluice serves: operations its API versions have, and what comes with the model. */
function capabilitiesOf(facts: ModelFacts, deployments: readonly Deployment[]): string[] {
  const isServed = (operation: Operation): boolean =>
    deployments.some((deployment) => servesOperation(deployment, operation));
  const can: readonly (readonly [string, boolean | undefined])[] = [
    ['chat', facts.endpoints?.includes('chat') !== false && !isEmbedding(facts) && isServed('chat/completions')],
    ['embeddings', isEmbedding(facts) && isServed('embeddings')],
    ['tools', facts.tools],
    ['structured-output', facts.structuredOutput],
    ['reasoning', facts.reasoning],
    ['vision', facts.input?.includes('image')],
  ];
  return can.filter(([, has]) => has === true).map(([capability]) => capability);
}

function isEmbedding(facts: ModelFacts): boolean {
  return facts.endpoints?.includes('embeddings') === true || facts.dimensions !== undefined;
}

function healthOf(deployments: readonly Deployment[], parts: Parts): ModelHealth {
  const statuses = deployments.map((deployment) => parts.states.of(deployment).snapshot(parts.now()).status);
  const troubled = statuses.filter((status) => status === 'failing' || status === 'avoided' || status === 'throttled');
  if (statuses.every((status) => status === 'unused')) {
    return 'unknown';
  }
  if (troubled.length === 0) {
    return 'healthy';
  }
  return troubled.length === statuses.length ? 'unavailable' : 'degraded';
}
