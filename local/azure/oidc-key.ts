import { createHmac, generateKeyPairSync, randomBytes, sign, constants, type KeyObject } from 'node:crypto';

/** A signing key of the simulated tenant: its id, its private half, and its public half as it is published. */
export type OidcKey = {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly published: Readonly<Record<string, unknown>>;
};

/** A new RSA key in the form Entra ID publishes: with a `use` and no `alg`. */
export function createOidcKey(): OidcKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const id = randomBytes(20).toString('base64url');
  return { id, privateKey, published: { ...publicKey.export({ format: 'jwk' }), kid: id, use: 'sig' } };
}

/**
 * A token in the compact form. `alg` of the header says how it is signed: by the key for `RS256` and `PS256`, not at all
 * for `none`, and for `HS256` with the bytes of `hmacSecret`, as whoever takes a published key for a shared secret would.
 */
export function signToken(
  header: Readonly<Record<string, unknown>>,
  claims: Readonly<Record<string, unknown>>,
  privateKey: KeyObject,
  hmacSecret: string | Buffer = '',
): string {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${signatureOf(input, String(header['alg']), privateKey, hmacSecret)}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function signatureOf(input: string, alg: string, privateKey: KeyObject, hmacSecret: string | Buffer): string {
  const bytes = Buffer.from(input);
  switch (alg) {
    case 'none':
      return '';
    case 'HS256':
      return createHmac('sha256', hmacSecret).update(bytes).digest('base64url');
    case 'PS256': {
      const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
      return sign('sha256', bytes, { key: privateKey, ...padding }).toString('base64url');
    }
    default:
      return sign('sha256', bytes, privateKey).toString('base64url');
  }
}
