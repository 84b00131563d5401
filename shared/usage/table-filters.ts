import { dayOf, daysIn, partitionOf, rowTime } from './record-key.ts';
import type { RecordRange } from './usage-store.ts';

/**
 * The OData filters that together select a range, in the order of its keys. Each names a range of keys, so that the
 * service reads no more than it must: one caller's days one by one, everyone's as one range of partitions.
 */
export function tableFilters(range: RecordRange): string[] {
  const { fromMs, toMs, caller, model, deployment, after } = range;
  if (toMs <= fromMs) return [];
  const attributes = [
    ...(model === undefined ? [] : [`model eq ${quoted(model)}`]),
    ...(deployment === undefined ? [] : [`deployment eq ${quoted(deployment)}`]),
  ];
  const rows = [`RowKey ge ${quoted(rowTime(fromMs))}`, `RowKey lt ${quoted(rowTime(toMs))}`, ...attributes];
  const behind = after === undefined ? [] : [`RowKey gt ${quoted(after.row)}`];

  if (caller !== undefined) {
    return daysIn(fromMs, toMs)
      .map((day) => partitionOf(day, caller))
      .filter((partition) => after === undefined || partition >= after.partition)
      .map((partition) =>
        [`PartitionKey eq ${quoted(partition)}`, ...(partition === after?.partition ? behind : []), ...rows].join(
          ' and ',
        ),
      );
  }
  const end = `PartitionKey lt ${quoted(dayOf(toMs - 1 + dayMs))}`;
  return after === undefined
    ? [[`PartitionKey ge ${quoted(dayOf(fromMs))}`, end, ...rows].join(' and ')]
    : [
        [`PartitionKey eq ${quoted(after.partition)}`, ...behind, ...rows].join(' and '),
        [`PartitionKey gt ${quoted(after.partition)}`, end, ...rows].join(' and '),
      ];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

const dayMs = 86_400_000;
