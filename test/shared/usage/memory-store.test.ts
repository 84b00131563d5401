import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../shared/usage/memory-store.ts';
import { usageRecord, usageRecords } from '../../setup/usage-record.ts';

const november = { fromMs: Date.parse('2026-11-01'), toMs: Date.parse('2026-12-01') };

describe('createMemoryStore', () => {
  it('keeps one of a record written twice', async () => {
    const store = createMemoryStore({ maxRecords: 10 });
    await store.write([usageRecord(), usageRecord()]);
    await store.write([usageRecord()]);
    expect(await store.scan(november, 10)).toEqual({ records: [usageRecord()], next: undefined });
  });

  it('holds no more than it may: what was written first goes', async () => {
    const store = createMemoryStore({ maxRecords: 3 });
    await store.write(usageRecords(5));
    const { records } = await store.scan(november, 10);
    expect(new Set(records.map(({ id }) => id))).toEqual(new Set(['req-2', 'req-3', 'req-4']));
  });

  it('gives pages that follow each other without gap or overlap', async () => {
    const store = createMemoryStore({ maxRecords: 10 });
    await store.write(usageRecords(5));
    const first = await store.scan(november, 3);
    const second = await store.scan({ ...november, after: first.next }, 3);
    expect(new Set([...first.records, ...second.records].map(({ id }) => id)).size).toBe(5);
    expect(second.next).toBeUndefined();
  });

  it('deletes the days before a day', async () => {
    const store = createMemoryStore({ maxRecords: 10 });
    await store.write([usageRecord({ id: 'old', atMs: Date.parse('2026-11-19T23:59:59Z') }), usageRecord()]);
    expect(await store.deleteBefore(Date.parse('2026-11-20'))).toBe(1);
    expect((await store.scan(november, 10)).records).toEqual([usageRecord()]);
  });
});
