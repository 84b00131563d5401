import { GatewayError } from '../errors.ts';

/**
 * The name of what the caller wants to be served by: the deployment of the path where the route has one, because Azure
 * ignores the body's `model` there, else the body's. Throws `invalid_request` when neither names anything.
 */
export function requestedModel(request: { readonly model?: string | undefined }, deploymentInPath?: string): string {
  const model = deploymentInPath ?? request.model;
  if (model !== undefined && model !== '') return model;
  throw new GatewayError('invalid_request', "Missing required parameter: 'model'.", { param: 'model' });
}
