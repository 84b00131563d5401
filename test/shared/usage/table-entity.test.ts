import { describe, expect, it } from 'vitest';
import { fromEntity, toEntity } from '../../../shared/usage/table-entity.ts';
import { usageRecord } from '../../setup/usage-record.ts';

describe('toEntity', () => {
  it('keeps counts as 64-bit numbers, leaves out what is null and keys the row', () => {
    const entity = toEntity(usageRecord({ deployment: null, failedAttempts: { west: 2 } }));
    expect(entity).toMatchObject({
      partitionKey: '20261121_team-a',
      rowKey: '01795262400000-req-1',
      promptTokens: { type: 'Int64', value: '100' },
      stream: false,
      failedAttempts: '{"west":2}',
    });
    expect(entity).not.toHaveProperty('deployment');
  });
});

describe('fromEntity', () => {
  it('reads what the client gives for it, with 64-bit numbers as bigint and members of its own', () => {
    const record = usageRecord({ deployment: null, firstOutputMs: null, failedAttempts: { west: 2 } });
    const given = Object.fromEntries(
      Object.entries(toEntity(record)).map(([name, value]) => [
        name,
        typeof value === 'object' ? BigInt(value.value) : value,
      ]),
    );
    expect(fromEntity({ ...given, etag: 'W/"1"', timestamp: '2026-11-21T12:00:00Z' })).toEqual(record);
  });

  it('refuses an entity that is no record', () => {
    expect(() => fromEntity({ partitionKey: 'p', rowKey: 'r' })).toThrow(/failedAttempts/);
  });
});
