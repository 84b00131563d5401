import type { SecretValue } from '../secret-value.ts';

/** Where an upstream's credential comes from, as the gateway file names it. */
export type CredentialReference =
  | { readonly kind: 'key-vault'; readonly secret: string; readonly secondSecret?: string | undefined }
  | { readonly kind: 'setting'; readonly setting: string; readonly value: SecretValue }
  | { readonly kind: 'managed-identity'; readonly clientId?: string | undefined; readonly scope: string };

/** What goes up with an attempt: `api-key` as Azure's key header, `bearer` as an Entra token. */
export type Credential = { readonly kind: 'api-key' | 'bearer'; readonly value: SecretValue };

/** One upstream's credential over time. */
export type CredentialSource = {
  /** The credential to use now. Throws `GatewayError('secret_unavailable')` when none was ever read and none can be. */
  current(): Promise<Credential>;
  /**
   * The credential to try after the upstream refused `rejected` (HTTP 401): the secret read afresh, then the second
   * key. `undefined` when there is nothing the upstream has not refused already. However many calls ask at once, the
   * vault is read once.
   */
  replace(rejected: Credential): Promise<Credential | undefined>;
};
