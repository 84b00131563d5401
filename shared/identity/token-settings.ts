/** Which tokens are taken: those of one tenant of Entra ID, for one of these audiences. The tenant's id is in lower case. */
export type TokenSettings = {
  readonly tenantId: string;
  readonly audiences: readonly string[];
  /** Where the tenant's OpenID configuration is; without a trailing slash. */
  readonly authority: string;
  readonly clockSkewSeconds: number;
};

/**
 * The names under which a tenant issues tokens. Which of its two forms a token has is up to the app registration of the
 * audience (`requestedAccessTokenVersion`), not to who asks for it.
 */
export function issuersOf({ tenantId, authority }: TokenSettings): { readonly v1: string; readonly v2: string } {
  return { v1: `https://sts.windows.net/${tenantId}/`, v2: `${authority}/${tenantId}/v2.0` };
}
