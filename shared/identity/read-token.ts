import type { JWTHeaderParameters, JWTPayload } from 'jose';
import { GatewayError } from '../errors.ts';
import type { Identity } from './identity.ts';
import { identityOfClaims } from './identity-of-claims.ts';
import type { SigningKeys } from './signing-keys.ts';
import { issuersOf, type TokenSettings } from './token-settings.ts';
import { tokenRefusal } from './token-refusal.ts';

/**
 * Who an access token of Entra ID speaks of, once its signature, issuer, tenant, audience and life have been checked.
 * Throws `invalid_token` with what is wrong, or `identity_unavailable`.
 *
 * All tenants of Entra ID sign with the same keys: a good signature says nothing about whose token it is.
 */
export async function readToken(
  token: string,
  { keys, settings, now }: { keys: SigningKeys; settings: TokenSettings; now: () => number },
): Promise<Identity> {
  if (token.length > longestToken) {
    throw new GatewayError('invalid_token', 'The token is longer than any that Entra ID issues.');
  }
  const { jwtVerify } = await import('jose');
  const { v1, v2 } = issuersOf(settings);
  try {
    const { payload } = await jwtVerify(
      token,
      async (header, jws) => (await keys.holding(keyIdOf(header)))(header, jws),
      {
        algorithms,
        issuer: [v1, v2],
        audience: [...settings.audiences],
        requiredClaims: ['exp', 'tid'],
        clockTolerance: settings.clockSkewSeconds,
        currentDate: new Date(now()),
      },
    );
    return identityOf(payload, settings);
  } catch (error) {
    throw tokenRefusal(error, settings) ?? error;
  }
}

/** Only ones with a public and a private key: with a shared one, the published key would be the secret. */
const algorithms = ['RS256', 'PS256', 'ES256'];
const longestToken = 16_384;

function keyIdOf({ kid, typ }: JWTHeaderParameters): string {
  if (typeof kid !== 'string' || kid === '') {
    throw new GatewayError('invalid_token', 'The token does not say which key it is signed with.');
  }
  if (typeof typ !== 'string' || !/^(application\/)?(at\+)?jwt$/i.test(typ)) {
    throw new GatewayError('invalid_token', 'The token is of a kind that is not taken here.');
  }
  return kid;
}

function identityOf(payload: JWTPayload, { tenantId }: TokenSettings): Identity {
  if (typeof payload['tid'] !== 'string' || payload['tid'].toLowerCase() !== tenantId) {
    throw new GatewayError('invalid_token', `The token is of another tenant. Get one of ${tenantId}.`);
  }
  const identity = identityOfClaims((name) => payload[name]);
  if (identity.appId === undefined) {
    throw new GatewayError('invalid_token', 'The token is no access token: it does not say which application calls.');
  }
  return identity;
}
