import type { UsageLog } from './usage-log.ts';
import type { UsageRecord } from './usage-record.ts';
import { UsageStoreError } from './usage-store-error.ts';
import type { UsageStore } from './usage-store.ts';

/** What became of records: how many are kept, how many never will be, or why the store could not be reached. */
export type WriteResult = { readonly written: number; readonly refused: number; readonly error?: Error | undefined };

/**
 * Writes records together and, where the store refuses them, one by one: a record that it will never take must not
 * stand in the way of the others. Each refused one is logged by its id.
 */
export async function writeEach(
  store: UsageStore,
  records: readonly UsageRecord[],
  log: UsageLog,
): Promise<WriteResult> {
  const together = await tryWrite(store, records);
  if (together === undefined) return { written: records.length, refused: 0 };
  if (together.fault === 'unavailable') return { written: 0, refused: 0, error: together };
  let refused = 0;
  for (const record of records) {
    const error = await tryWrite(store, [record]);
    if (error?.fault === 'unavailable') return { written: 0, refused: 0, error };
    if (error !== undefined) {
      refused += 1;
      log.error('usage-record-refused', { id: record.id, error: error.message });
    }
  }
  return { written: records.length - refused, refused };
}

async function tryWrite(store: UsageStore, records: readonly UsageRecord[]): Promise<UsageStoreError | undefined> {
  try {
    await store.write(records);
    return undefined;
  } catch (error) {
    if (error instanceof UsageStoreError) return error;
    throw error;
  }
}
