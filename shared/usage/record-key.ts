import type { UsageRecord } from './usage-record.ts';

/** Where a record stands: keys compare as text, first by partition, then by row. */
export type RecordKey = { readonly partition: string; readonly row: string };

/**
 * The key of a record, made of nothing but the record, so that writing it twice leaves one.
 *
 * A partition is one caller's day (UTC): `20261121_team-a`. One caller's days and everyone's days are then both ranges
 * of keys, a batch of one caller's records is one transaction, and callers that are busy at once do not meet in one
 * partition, of which Azure takes 2,000 records a second. A row begins with the time: `01795237200000-{id}`.
 */
export function recordKey({ atMs, caller, id }: Pick<UsageRecord, 'atMs' | 'caller' | 'id'>): RecordKey {
  return { partition: partitionOf(dayOf(atMs), caller), row: `${rowTime(atMs)}-${id}` };
}

/** The day of a moment (UTC), as partitions begin with it: `20261121`. */
export function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10).replaceAll('-', '');
}

/** The partition of a caller's day. Characters that a table's key may not have are written as `=` and their code. */
export function partitionOf(day: string, caller: string): string {
  return `${day}_${caller.replaceAll(/[/\\#?%=\p{Cc}]/gu, (character) => `=${character.charCodeAt(0).toString(16).padStart(2, '0')}`)}`;
}

/** The beginning of the rows of a moment: rows of earlier ones are less, those of the moment itself not. */
export function rowTime(atMs: number): string {
  return String(Math.max(0, Math.ceil(atMs))).padStart(14, '0');
}

/** The days (UTC) that `[fromMs, toMs)` touches, in order. */
export function daysIn(fromMs: number, toMs: number): string[] {
  const firstMs = Math.floor(fromMs / dayMs) * dayMs;
  const days = Math.max(0, Math.ceil((toMs - firstMs) / dayMs));
  return Array.from({ length: days }, (_, index) => dayOf(firstMs + index * dayMs));
}

/** Less than zero when `left` stands before `right`, 0 when both are the same. */
export function compareKeys(left: RecordKey, right: RecordKey): number {
  return compareText(left.partition, right.partition) || compareText(left.row, right.row);
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

const dayMs = 86_400_000;
