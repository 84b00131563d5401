import { compareKeys, dayOf, recordKey, type RecordKey } from './record-key.ts';
import type { UsageRecord } from './usage-record.ts';
import type { RecordRange, UsageStore } from './usage-store.ts';

/**
 * Keeps records in this process, for a machine without storage: they end with it, and beyond `maxRecords` the ones
 * written first go.
 */
export function createMemoryStore({ maxRecords }: { readonly maxRecords: number }): UsageStore {
  const kept = new Map<string, { readonly key: RecordKey; readonly record: UsageRecord }>();
  return {
    async write(records) {
      for (const record of records) {
        const key = recordKey(record);
        kept.set(`${key.partition}\n${key.row}`, { key, record });
      }
      const surplus = kept.size - maxRecords;
      for (const name of [...kept.keys()].slice(0, Math.max(0, surplus))) kept.delete(name);
    },
    async scan(range, limit) {
      const found = [...kept.values()]
        .filter(({ key, record }) => isWithin(range, key, record))
        .toSorted((left, right) => compareKeys(left.key, right.key));
      return {
        records: found.slice(0, limit).map(({ record }) => record),
        next: found.length > limit ? found[limit - 1]?.key : undefined,
      };
    },
    async deleteBefore(atMs) {
      const day = dayOf(atMs);
      const old = [...kept].filter(([, { key }]) => key.partition < day).map(([name]) => name);
      for (const name of old) kept.delete(name);
      return old.length;
    },
  };
}

function isWithin(range: RecordRange, key: RecordKey, record: UsageRecord): boolean {
  return (
    record.atMs >= range.fromMs &&
    record.atMs < range.toMs &&
    (range.caller === undefined || record.caller === range.caller) &&
    (range.model === undefined || record.model === range.model) &&
    (range.deployment === undefined || record.deployment === range.deployment) &&
    (range.after === undefined || compareKeys(key, range.after) > 0)
  );
}
