/** Who a proven token or principal speaks of, as far as a caller can be known by it. Ids are in lower case. */
export type Identity = {
  /** Client id of the application that calls. */
  readonly appId?: string | undefined;
  /**
   * Whether that application proved itself with a secret, a certificate or as a managed identity. One without a secret
   * (a command line, a page) is only a name that any user of the tenant can sign in under.
   */
  readonly isAppProven: boolean;
  /** Of the user or the service principal. */
  readonly objectId?: string | undefined;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  /** Whether there were too many groups for the token to name them. */
  readonly isMissingGroups: boolean;
};
