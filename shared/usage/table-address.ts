/** What the app's identity gives: tokens for a scope. Every credential of `@azure/identity` is one. */
export type TableTokens = {
  getToken(
    scopes: string | string[],
    options?: { abortSignal?: AbortSignal },
  ): Promise<{ token: string; expiresOnTimestamp: number } | null>;
};

/**
 * Where the storage account is, as `AzureWebJobsStorage` and its kin say it: a connection string, which is a secret, or
 * the name or the table address of an account that the app's own identity may use.
 */
export type TableAddress =
  | { readonly connectionString: string }
  | { readonly serviceUri: string; readonly tokens: TableTokens }
  | { readonly accountName: string; readonly tokens: TableTokens };

/** The address of an account's tables: `https://{account}.table.core.windows.net` where only its name is known. */
export function serviceUriOf(address: Exclude<TableAddress, { connectionString: string }>): string {
  return 'serviceUri' in address
    ? address.serviceUri.replace(/\/+$/, '')
    : `https://${address.accountName}.table.core.windows.net`;
}
