import type { TableClient } from '@azure/data-tables';
import { serviceUriOf, type TableAddress } from './table-address.ts';

/**
 * The client of a table. Azure's library is loaded here and only here, when the first record is written or read. It
 * does not retry: the ledger does.
 */
export async function openTable(address: TableAddress, table: string): Promise<TableClient> {
  const { TableClient } = await import('@azure/data-tables');
  const options = { retryOptions: { maxRetries: 0 } };
  if (!('connectionString' in address)) return new TableClient(serviceUriOf(address), table, address.tokens, options);
  // Only a machine without Azure has its tables at an http address.
  const allowInsecureConnection = /^UseDevelopmentStorage=true|Endpoint(sProtocol)?=http(:|;|$)/im.test(
    address.connectionString,
  );
  return TableClient.fromConnectionString(address.connectionString, table, { ...options, allowInsecureConnection });
}
