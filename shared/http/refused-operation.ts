import { GatewayError } from '../errors.ts';
import { operationAppearances, type Operation } from '../openai/api-version-registry.ts';
import { checkApiVersion } from '../openai/api-versions.ts';

/**
 * Why an OpenAI operation that no route serves is refused, by name: its api version lacks it, or Sluice does not offer
 * it. `undefined` for a path that names no operation of that API. `path` holds the decoded segments.
 */
export function refusedOperation(path: readonly string[], apiVersion: string | null): GatewayError | undefined {
  const [surface, second] = path;
  const isDated = surface === 'openai' && second === 'deployments';
  const isV1 = surface === 'v1' || (surface === 'openai' && second === 'v1');
  const name = path.slice(isDated ? 3 : isV1 && surface === 'openai' ? 2 : 1).join('/');
  if ((surface !== 'openai' && surface !== 'v1') || !isOperation(name)) {
    return undefined;
  }
  if (surface === 'openai' && !isV1) {
    try {
      checkApiVersion(apiVersion, name);
    } catch (error) {
      if (error instanceof GatewayError) {
        return error;
      }
      throw error;
    }
  }
  const instead = chatsBefore.has(name) ? 'use /v1/chat/completions' : 'GET /docs lists what it does';
  return new GatewayError('route_not_found', `Sluice does not serve ${name}; ${instead}.`);
}

/** What a chat can stand in for. */
const chatsBefore: ReadonlySet<Operation> = new Set(['responses', 'completions']);

function isOperation(name: string): name is Operation {
  return Object.hasOwn(operationAppearances, name);
}
