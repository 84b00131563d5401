import { GatewayError } from '../errors.ts';
import type { TokenSettings } from './token-settings.ts';

/**
 * Why a token is refused, as its sender may read it: what is wrong and what is expected, never a part of the token.
 * `undefined` for what says nothing about the token: a bug.
 */
export function tokenRefusal(error: unknown, settings: TokenSettings): GatewayError | undefined {
  if (error instanceof GatewayError) {
    return error;
  }
  const code = textOf(error, 'code');
  const message = code === 'ERR_JWT_CLAIM_VALIDATION_FAILED' ? claimWords(error, settings) : words[code ?? ''];
  return message === undefined ? undefined : new GatewayError('invalid_token', message, { cause: error });
}

const malformed = 'The token is malformed.';

/** By the codes of the library's errors. */
const words: Readonly<Record<string, string | undefined>> = {
  ERR_JWT_EXPIRED: 'The token has expired. Get a new one.',
  ERR_JWS_INVALID: malformed,
  ERR_JWT_INVALID: malformed,
  ERR_JOSE_ALG_NOT_ALLOWED: 'The token is not signed in a way that is taken here.',
  ERR_JOSE_NOT_SUPPORTED: 'The token is not signed in a way that is taken here.',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: "The token's signature is wrong.",
  ERR_JWKS_NO_MATCHING_KEY: 'The token is signed in a way that does not go with its key.',
};

function claimWords(error: unknown, { tenantId, audiences }: TokenSettings): string {
  const claim = textOf(error, 'claim');
  switch (claim) {
    case 'aud':
      return `The token is for another audience. Get one for ${audiences.join(' or ')}.`;
    case 'iss':
      return `The token is of another issuer. Get one of the tenant ${tenantId}.`;
    case 'nbf':
      return 'The token is not valid yet. Check the clocks.';
    default:
      return `The token's claim ${claim ?? ''} is missing or wrong.`;
  }
}

function textOf(error: unknown, name: string): string | undefined {
  const value: unknown = error instanceof Error ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}
