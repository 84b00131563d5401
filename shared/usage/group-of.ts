import type { UsageGrouping } from './usage-query.ts';
import type { UsageRecord } from './usage-record.ts';

/** What a sum is of: a value for each grouping asked for, `null` where a call had none. */
export type UsageGroup = { readonly [Grouping in UsageGrouping]?: string | null };

/**
 * The group a call belongs to. Times are the beginning of it, as ISO 8601 writes it: `2026-11-21T14:00:00Z` for an
 * hour, `2026-11-21` for a day, `2026-11` for a month.
 */
export function groupOf(record: UsageRecord, groupBy: readonly UsageGrouping[]): UsageGroup {
  return Object.fromEntries(groupBy.map((grouping) => [grouping, valueOf(record, grouping)]));
}

function valueOf(record: UsageRecord, grouping: UsageGrouping): string | null {
  switch (grouping) {
    case 'hour':
      return `${new Date(record.atMs).toISOString().slice(0, 13)}:00:00Z`;
    case 'day':
      return new Date(record.atMs).toISOString().slice(0, 10);
    case 'month':
      return new Date(record.atMs).toISOString().slice(0, 7);
    case 'caller':
    case 'model':
    case 'deployment':
      return record[grouping];
  }
}
