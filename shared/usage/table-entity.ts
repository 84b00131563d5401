import * as z from 'zod';
import { recordKey } from './record-key.ts';
import { usageRecordSchema, type UsageRecord } from './usage-record.ts';

/** A property of a table's entity as the client takes it: with its type where plain JSON would lose it. */
export type EntityValue = string | boolean | { readonly type: 'Int64'; readonly value: string };

/** An entity of the usage table: the record's members, absent where they are null, and its key. */
export type UsageEntity = { partitionKey: string; rowKey: string } & Record<string, EntityValue>;

/** A record as an entity. Counts are 64-bit, for a day's money or time in milliseconds passes what 32 bits hold. */
export function toEntity(record: UsageRecord): UsageEntity {
  const { partition, row } = recordKey(record);
  const entity: UsageEntity = { partitionKey: partition, rowKey: row };
  for (const [name, value] of Object.entries(record)) {
    if (value === null) continue;
    if (typeof value === 'number') entity[name] = { type: 'Int64', value: String(value) };
    else entity[name] = typeof value === 'object' ? JSON.stringify(value) : value;
  }
  return entity;
}

/** The record of an entity as the client gives it. Throws zod's error for one that this app did not write. */
export function fromEntity(entity: object): UsageRecord {
  return entitySchema.parse(entity);
}

const nullable = ['catalogueModel', 'deployment', 'provider', 'errorCode', 'costNanoDollars', 'listNanoDollars'];
const absent = Object.fromEntries([...nullable, 'unpricedReason', 'firstOutputMs'].map((name) => [name, null]));

const entitySchema = z.lazy(() =>
  z
    .looseObject({ failedAttempts: z.string() })
    .transform(({ failedAttempts, ...members }) => ({
      ...absent,
      ...Object.fromEntries(
        Object.entries(members).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
      ),
      failedAttempts: z.json().parse(JSON.parse(failedAttempts)),
    }))
    .pipe(usageRecordSchema),
);
