/** What a simulated access token says; members given replace those of an application that calls for itself. */
export type OidcClaims = Readonly<Record<string, unknown>>;

/** Which of Entra ID's two forms a token has; the app registration of its audience decides. */
export type TokenVersion = '1.0' | '2.0';

/** The claims of an access token, as Entra ID words them for an application with a secret. */
export function accessTokenClaims(
  { version, authority, tenantId, audience, appId, nowSeconds }: AccessTokenOptions,
  claims: OidcClaims = {},
): OidcClaims {
  const isFirst = version === '1.0';
  return {
    aud: audience,
    iss: isFirst ? `https://sts.windows.net/${tenantId}/` : `${authority}/${tenantId}/v2.0`,
    iat: nowSeconds,
    nbf: nowSeconds,
    exp: nowSeconds + 3_900,
    ...(isFirst ? { appid: appId, appidacr: '1' } : { azp: appId, azpacr: '1' }),
    idtyp: 'app',
    oid: '99999999-0000-4000-8000-000000000001',
    sub: '99999999-0000-4000-8000-000000000001',
    tid: tenantId,
    ver: version,
    ...claims,
  };
}

type AccessTokenOptions = {
  readonly version: TokenVersion;
  readonly authority: string;
  readonly tenantId: string;
  readonly audience: string;
  readonly appId: string;
  readonly nowSeconds: number;
};
