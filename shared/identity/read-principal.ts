import * as z from 'zod';
import { GatewayError } from '../errors.ts';
import type { Identity } from './identity.ts';
import { identityOfClaims } from './identity-of-claims.ts';
import type { TokenSettings } from './token-settings.ts';

/**
 * Who App Service's `x-ms-client-principal` speaks of. The platform has checked signature and life; whose tenant and
 * for whom is checked again here, because it may be set up to let in more. Throws `invalid_token`.
 *
 * Anyone can send that header: it may be read only where platform authentication is on, which takes it off every call
 * that comes from outside.
 */
export function readPrincipal(header: string, { tenantId, audiences }: TokenSettings): Identity {
  const principal = parsePrincipal(header);
  if (principal === undefined) {
    throw new GatewayError('invalid_token', 'The x-ms-client-principal is not in the form of App Service.');
  }
  if (principal.auth_typ !== 'aad') {
    throw new GatewayError('invalid_token', 'The platform signed the caller in with another provider than Entra ID.');
  }
  const claims = Map.groupBy(principal.claims, ({ typ }) => shortNames[typ] ?? typ);
  const valuesOf = (name: string): readonly string[] => claims.get(name)?.map(({ val }) => val) ?? [];
  if (valuesOf('tid').length === 0 || valuesOf('tid').some((tenant) => tenant.toLowerCase() !== tenantId)) {
    throw new GatewayError('invalid_token', `The principal is of another tenant than ${tenantId}.`);
  }
  if (!valuesOf('aud').some((audience) => audiences.includes(audience))) {
    throw new GatewayError('invalid_token', `The principal is for another audience than ${audiences.join(' or ')}.`);
  }
  return identityOfClaims((name) => (listClaims.has(name) ? valuesOf(name) : valuesOf(name)[0]));
}

const principalSchema = z.lazy(() =>
  z.object({
    auth_typ: z.string(),
    claims: z.array(z.object({ typ: z.string(), val: z.string() })),
  }),
);

const listClaims = new Set(['roles', 'groups']);

/** The platform gives some claims the names that .NET has for them. */
const shortNames: Readonly<Record<string, string>> = {
  'http://schemas.microsoft.com/identity/claims/objectidentifier': 'oid',
  'http://schemas.microsoft.com/identity/claims/tenantid': 'tid',
  'http://schemas.microsoft.com/ws/2008/06/identity/claims/role': 'roles',
  'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups': 'groups',
  role: 'roles',
};

function parsePrincipal(header: string): z.infer<typeof principalSchema> | undefined {
  // A header sent twice arrives joined by a comma, which decoding would pass over.
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(header)) {
    return undefined;
  }
  try {
    return principalSchema.safeParse(JSON.parse(Buffer.from(header, 'base64').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
