import type { Caller, Config, Deployment, ProviderName } from '../config/config.ts';
import { GatewayError } from '../errors.ts';
import type { Operation } from '../openai/api-version-registry.ts';
import { servesOperation } from '../upstream/serves-operation.ts';
import { modelNotFound } from './model-not-found.ts';

/**
 * The deployments that may serve `model` for this caller: those of the alias, or the ones that carry it as their own
 * name or as their name on the resource. They are all of one alias, whose limits the call counts for: of a name that
 * several have on their resources, the first that the caller may use. A deployment whose API version or provider lacks
 * the operation is not among them, nor, when `provider` is given, one of another provider.
 *
 * Throws `model_not_found`, `model_not_allowed`, or `unsupported_operation` when no API version in use has it.
 */
export function findDeployments(
  config: Config,
  model: string,
  operation: Operation,
  caller: Caller,
  provider?: ProviderName,
): Deployment[] {
  const named = config.models.get(model)?.deployments ?? deploymentsNamed(model, config);
  if (named.length === 0) {
    throw modelNotFound(model);
  }
  const ofOne = named.find(({ alias }) => mayUse(caller, alias))?.alias;
  const allowed = named.filter(({ alias }) => alias === ofOne);
  if (allowed.length === 0) {
    throw new GatewayError('model_not_allowed', 'Your key may not use this model. Ask its owner to allow it.', {
      param: 'model',
    });
  }
  const wanted = provider === undefined ? allowed : allowed.filter((deployment) => deployment.provider === provider);
  if (wanted.length === 0) {
    throw new GatewayError('model_not_found', `No deployment of this model is of the provider ${provider}.`, {
      param: 'provider',
    });
  }
  const able = wanted.filter((deployment) => servesOperation(deployment, operation));
  if (able.length === 0) {
    const versions = [...new Set(wanted.map(surfaceOf))].join(', ');
    throw new GatewayError(
      'unsupported_operation',
      `The operation ${operation} is not in the API version of this model's deployments (${versions}).`,
      { param: 'model' },
    );
  }
  return able;
}

/** The deployments that carry this as their own name, or as their name on the resource. */
export function deploymentsNamed(model: string, { deployments }: Pick<Config, 'deployments'>): readonly Deployment[] {
  return deployments.filter(({ name, deployment }) => name === model || deployment === model);
}

function surfaceOf({ provider, apiVersion }: Deployment): string {
  return provider === 'azure-openai' ? apiVersion : provider;
}

/** Whether the caller may use the models of this alias. */
export function mayUse(caller: Caller, alias: string): boolean {
  return caller.models?.has(alias) ?? true;
}
