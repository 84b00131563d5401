import { GatewayError } from '../errors.ts';
import { eachRecord } from './each-record.ts';
import { groupOf, type UsageGroup } from './group-of.ts';
import type { UsageAnswer, UsageRecords, UsageSums } from './usage-answer.ts';
import { fromCursor, toCursor } from './usage-cursor.ts';
import type { UsageQuery } from './usage-query.ts';
import type { UsageRecord } from './usage-record.ts';
import type { RecordRange, UsageStore } from './usage-store.ts';
import { addToSum, emptySum, type UsageSum } from './usage-sum.ts';

/**
 * Answers a question to the ledger, from what has reached the store. Sums are made of the records themselves, day by
 * day and several days at once; a question about more than `maxRecords` is refused rather than half answered.
 *
 * Throws `invalid_request` for a cursor from elsewhere or too wide a question, `UsageStoreError` when the store fails.
 */
export async function readUsage(store: UsageStore, query: UsageQuery, maxRecords: number): Promise<UsageAnswer> {
  return query.groupBy.length === 0 ? readRecords(store, query) : readSums(store, query, maxRecords);
}

async function readRecords(store: UsageStore, query: UsageQuery): Promise<UsageRecords> {
  const [partition, row] = query.cursor === undefined ? [] : fromCursor(query.cursor);
  const after = typeof partition === 'string' && typeof row === 'string' ? { partition, row } : undefined;
  const { records, next } = await store.scan({ ...rangeOf(query), after }, query.limit);
  return {
    object: 'usage.records',
    data: [...records],
    cursor: next === undefined ? null : toCursor([next.partition, next.row]),
  };
}

type Group = { readonly place: readonly (string | null)[]; readonly group: UsageGroup; readonly sum: UsageSum };

async function readSums(store: UsageStore, query: UsageQuery, maxRecords: number): Promise<UsageSums> {
  const behind = query.cursor === undefined ? undefined : fromCursor(query.cursor);
  const groups = new Map<string, Group>();
  const total = emptySum();
  const add = (record: UsageRecord): void => {
    if (total.calls >= maxRecords) throw tooWide(maxRecords);
    const group = groupOf(record, query.groupBy);
    const place = query.groupBy.map((grouping) => group[grouping] ?? null);
    const name = JSON.stringify(place);
    const found = groups.get(name) ?? { place, group, sum: emptySum() };
    groups.set(name, found);
    addToSum(found.sum, record);
    addToSum(total, record);
  };
  await eachRecord(store, rangeOf(query), add);

  const ordered = [...groups.values()].toSorted((left, right) => comparePlaces(left.place, right.place));
  const left = behind === undefined ? ordered : ordered.filter(({ place }) => comparePlaces(place, behind) > 0);
  const last = left.length > query.limit ? left[query.limit - 1] : undefined;
  return {
    object: 'usage.sums',
    group_by: [...query.groupBy],
    data: left.slice(0, query.limit).map(({ group, sum }) => ({ group, ...sum })),
    total,
    cursor: last === undefined ? null : toCursor(last.place),
  };
}

function rangeOf({ fromMs, toMs, caller, model, deployment }: UsageQuery): RecordRange {
  return { fromMs, toMs, caller, model, deployment };
}

/** By each value in turn; none stands before any. */
function comparePlaces(left: readonly (string | null)[], right: readonly (string | null)[]): number {
  const at = left.findIndex((value, index) => value !== (right[index] ?? null));
  if (at === -1) return 0;
  return (left[at] ?? '') < (right[at] ?? '') ? -1 : 1;
}

function tooWide(maxRecords: number): GatewayError {
  return new GatewayError('invalid_request', `More than ${maxRecords} calls would be summed. Ask for less time.`, {
    param: 'from',
  });
}
