import type { Deployment, ModelRoute } from './config.ts';

/** A route with no options: what a deployment called by its own name is served by. */
export function plainRoute(alias: string, model: string, deployments: readonly Deployment[]): ModelRoute {
  return { alias, model, deployments, strategy: 'weighted', fallbacks: [], simple: [], fit: 'refuse', whole: false };
}
