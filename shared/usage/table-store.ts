import type { TableClient, TransactionAction } from '@azure/data-tables';
import { mapConcurrently } from './map-concurrently.ts';
import { dayOf, recordKey } from './record-key.ts';
import type { TableAddress } from './table-address.ts';
import { openTable } from './table-client.ts';
import { fromEntity, toEntity, type UsageEntity } from './table-entity.ts';
import { statusOf, tableFailure } from './table-failure.ts';
import { tableFilters } from './table-filters.ts';
import { transactionsOf } from './table-transactions.ts';
import type { RecordRange, UsageStore } from './usage-store.ts';

/** Which table, and how long one request to it may take. */
export type TableStoreOptions = {
  readonly address: TableAddress;
  /** Letters and digits, 3 to 63, beginning with a letter. Made when it is not there. */
  readonly table: string;
  readonly requestTimeoutMs: number;
};

/**
 * Keeps records in Azure Table Storage: one row each, written by "insert or replace" in transactions of up to a hundred
 * rows of one partition, several at once. How rows are keyed says `recordKey`.
 */
export function createTableStore({ address, table, requestTimeoutMs }: TableStoreOptions): UsageStore {
  let opened: Promise<TableClient> | undefined;
  let isThere = false;

  const inTable = async <Result>(work: (client: TableClient) => Promise<Result>): Promise<Result> => {
    try {
      const client = await (opened ??= openTable(address, table));
      if (!isThere) await makeTable(client, signal());
      isThere = true;
      return await work(client);
    } catch (error) {
      // Somebody removed the table, or it could not be opened: look again next time.
      if (statusOf(error) === 404) isThere = false;
      throw tableFailure(error);
    }
  };
  const signal = (): AbortSignal => AbortSignal.timeout(requestTimeoutMs);
  const submit = async (
    client: TableClient,
    entities: readonly UsageEntity[],
    action: (entity: UsageEntity) => TransactionAction,
  ): Promise<void> => {
    await client.submitTransaction(entities.map(action), { abortSignal: signal() });
  };
  const list = async (client: TableClient, filter: string, limit: number): Promise<object[]> => {
    const found: object[] = [];
    const settings = { maxPageSize: Math.min(limit, pageRows) };
    for (;;) {
      const listing = client.listEntities({ queryOptions: { filter }, abortSignal: signal() }).byPage(settings);
      const page = await listing.next();
      if (page.done === true) return found;
      found.push(...page.value);
      const { continuationToken } = page.value;
      if (found.length >= limit || continuationToken === undefined) return found.slice(0, limit);
      Object.assign(settings, { continuationToken });
    }
  };
  const scan = async (client: TableClient, range: RecordRange, limit: number): Promise<object[]> => {
    const filters = tableFilters(range);
    const found: object[] = [];
    for (let at = 0; at < filters.length && found.length < limit; at += readsAtOnce) {
      const left = limit - found.length;
      const lists = await mapConcurrently(filters.slice(at, at + readsAtOnce), readsAtOnce, (filter) =>
        list(client, filter, left),
      );
      found.push(...lists.flat());
    }
    return found.slice(0, limit);
  };

  return {
    write: (records) =>
      inTable(async (client) => {
        const byKey = new Map(
          records.map((record): [string, UsageEntity] => [JSON.stringify(recordKey(record)), toEntity(record)]),
        );
        await mapConcurrently(transactionsOf([...byKey.values()]), writesAtOnce, (entities) =>
          submit(client, entities, (entity) => ['upsert', entity, 'Replace']),
        );
      }),
    scan: (range, limit) =>
      inTable(async (client) => {
        const found = await scan(client, range, limit + 1);
        const records = found.slice(0, limit).map(fromEntity);
        const last = records.at(-1);
        return { records, next: found.length > limit && last !== undefined ? recordKey(last) : undefined };
      }),
    deleteBefore: (atMs) =>
      inTable(async (client) => {
        let deleted = 0;
        for (;;) {
          const old = await list(client, `PartitionKey lt '${dayOf(atMs)}'`, pageRows);
          if (old.length === 0) return deleted;
          await mapConcurrently(transactionsOf(old.map(fromEntity).map(toEntity)), writesAtOnce, (entities) =>
            submit(client, entities, (entity) => ['delete', entity]),
          );
          deleted += old.length;
        }
      }),
  };
}

async function makeTable(client: TableClient, abortSignal: AbortSignal): Promise<void> {
  try {
    await client.createTable({ abortSignal });
  } catch (error) {
    // Whoever may not make tables may still use one that somebody else has made.
    if (statusOf(error) !== 403) throw error;
  }
}

/** What the service answers at most in one page. */
const pageRows = 1000;
const writesAtOnce = 4;
const readsAtOnce = 16;
