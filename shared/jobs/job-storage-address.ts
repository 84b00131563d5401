/** The settings of the app's storage account, as Functions names them. Empty counts as absent. */
export type JobStorageSettings = {
  readonly connectionString: string | undefined;
  readonly accountName: string | undefined;
  readonly queueServiceUri: string | undefined;
  readonly blobServiceUri: string | undefined;
};

/** Tokens of the app's identity for a scope; the time in epoch milliseconds. */
export type StorageTokens = {
  getToken(scopes: string | string[]): Promise<{ token: string; expiresOnTimestamp: number }>;
};

/** Where queues and blobs are: a connection string, which is a secret, or two addresses that the app's identity may use. */
export type JobStorageAddress =
  | { readonly connectionString: string }
  | { readonly queueServiceUri: string; readonly blobServiceUri: string; readonly tokens: StorageTokens };

/**
 * Where jobs are kept: in the account that Functions itself uses, because its host polls the queue there. `undefined`
 * where none is set, or one of which queues or blobs are not known.
 */
export function jobStorageAddress(
  settings: JobStorageSettings,
  requestToken: (scope: string) => Promise<{ readonly token: string; readonly expiresOnTimestamp: number }>,
): JobStorageAddress | undefined {
  const { connectionString = '', accountName = '' } = settings;
  if (connectionString !== '') {
    return hasQueuesAndBlobs(connectionString) ? { connectionString } : undefined;
  }
  const queueServiceUri = settings.queueServiceUri || serviceUri(accountName, 'queue');
  const blobServiceUri = settings.blobServiceUri || serviceUri(accountName, 'blob');
  if (queueServiceUri === undefined || blobServiceUri === undefined) {
    return undefined;
  }
  const tokens: StorageTokens = {
    getToken: (scopes) => requestToken(typeof scopes === 'string' ? scopes : scopes.join(' ')),
  };
  return { queueServiceUri, blobServiceUri, tokens };
}

function hasQueuesAndBlobs(connectionString: string): boolean {
  return (
    /^UseDevelopmentStorage=true/i.test(connectionString) ||
    /(^|;)EndpointSuffix=[^;]/i.test(connectionString) ||
    (/(^|;)QueueEndpoint=[^;]/i.test(connectionString) && /(^|;)BlobEndpoint=[^;]/i.test(connectionString))
  );
}

function serviceUri(accountName: string, service: 'queue' | 'blob'): string | undefined {
  return accountName === '' ? undefined : `https://${accountName}.${service}.core.windows.net`;
}
