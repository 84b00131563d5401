import type { TableAddress } from './table-address.ts';

/** The settings of the app's storage account, as Functions names them. Empty counts as absent. */
export type StorageSettings = {
  readonly connectionString: string | undefined;
  readonly accountName: string | undefined;
  readonly tableServiceUri: string | undefined;
};

/** A token of the app's identity for a scope; the time in epoch milliseconds. */
type RequestToken = (scope: string) => Promise<{ readonly token: string; readonly expiresOnTimestamp: number }>;

/**
 * Where the tables of the app's storage account are: the connection string wins, then the tables' own address, then the
 * account's name. `undefined` where none is set.
 */
export function storageAddress(settings: StorageSettings, requestToken: RequestToken): TableAddress | undefined {
  const { connectionString = '', accountName = '', tableServiceUri = '' } = settings;
  const tokens = {
    getToken: (scopes: string | string[]) => requestToken(typeof scopes === 'string' ? scopes : scopes.join(' ')),
  };
  if (connectionString !== '') return { connectionString };
  if (tableServiceUri !== '') return { serviceUri: tableServiceUri, tokens };
  return accountName === '' ? undefined : { accountName, tokens };
}
