import type { IncomingHttpHeaders } from 'node:http';
import type { ErrorVariant } from './azure-error.ts';
import { verifySimulatedToken } from './identity.ts';

/** How a resource lets callers in: its two keys, and whether Entra tokens are taken beside them, demanded or refused. */
export type ResourceAccess = { readonly keys: readonly [string, string]; readonly entra: 'accept' | 'require' | 'off' };

/**
 * The refusal a call earns by its credentials, `undefined` when it may pass.
 *
 * `api-key` works on both surfaces, `Authorization: Bearer {key}` on v1 only. A token must come from the simulated
 * identity endpoint, be in date, and name `https://cognitiveservices.azure.com` or `https://ai.azure.com` as audience.
 */
export function refusalOfCredentials(
  headers: IncomingHttpHeaders,
  surface: 'dated' | 'v1',
  access: ResourceAccess,
): ErrorVariant | undefined {
  const bearer = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const apiKey = headers['api-key'];
  if (typeof apiKey === 'string') return refusalOfKey(apiKey, access);
  if (bearer === undefined) return access.entra === 'require' ? 'token-401' : 'key-401';
  if (surface === 'v1' && access.keys.includes(bearer)) return refusalOfKey(bearer, access);
  const token = verifySimulatedToken(bearer);
  if (token === undefined)
    return surface === 'v1' && !bearer.startsWith('simulated.') && !bearer.startsWith('ey') ? 'key-401' : 'token-401';
  return access.entra !== 'off' && audiences.has(token.audience.replace(/\/$/, '')) ? undefined : 'token-401';
}

/** As `refusalOfCredentials` for OpenAI, which takes a key as a bearer and nothing else. */
export function refusalOfBearer(headers: IncomingHttpHeaders, { keys }: ResourceAccess): ErrorVariant | undefined {
  const bearer = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
  return bearer !== undefined && keys.includes(bearer) ? undefined : 'key-401';
}

const audiences = new Set(['https://cognitiveservices.azure.com', 'https://ai.azure.com']);

function refusalOfKey(key: string, { keys, entra }: ResourceAccess): ErrorVariant | undefined {
  if (entra === 'require') return 'key-disabled-403';
  return keys.includes(key) ? undefined : 'key-401';
}
