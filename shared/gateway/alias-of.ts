import type { Caller, Config } from '../config/config.ts';
import { deploymentsNamed, mayUse } from './find-deployments.ts';

/**
 * The alias that a call of `model` counts for: the model itself or, where it names a deployment, the model that one
 * serves. What is no name of the gateway file is given back as it is.
 *
 * Whatever is recorded by model goes by this, as limits do, so that no other spelling leads past it.
 */
export function aliasOf(model: string, config: Pick<Config, 'models' | 'deployments'>, caller: Caller): string {
  if (config.models.has(model)) {
    return model;
  }
  const named = deploymentsNamed(model, config);
  return (named.find(({ alias }) => mayUse(caller, alias)) ?? named[0])?.alias ?? model;
}
