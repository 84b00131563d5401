import { expect, it } from 'vitest';
import { eachRecord } from '../../../shared/usage/each-record.ts';
import { createMemoryStore } from '../../../shared/usage/memory-store.ts';
import type { UsageStore } from '../../../shared/usage/usage-store.ts';
import { usageRecord } from '../../setup/usage-record.ts';

const hourMs = 3_600_000;
const fromMs = Date.parse('2026-11-20T18:00:00Z');

it('hands on each record of a range once, however many pages and days it has', async () => {
  const store = createMemoryStore({ maxRecords: 10_000 });
  const records = Array.from({ length: 3000 }, (_, at) => usageRecord({ id: `req-${at}`, atMs: fromMs + at * 60_000 }));
  await store.write(records);
  const seen: string[] = [];
  await eachRecord(store, { fromMs, toMs: fromMs + 49 * hourMs }, ({ id }) => seen.push(id));
  expect(seen.toSorted()).toEqual(
    records
      .slice(0, 49 * 60)
      .map(({ id }) => id)
      .toSorted(),
  );
});

it('asks for no more than one day at a time', async () => {
  const asked: [number, number][] = [];
  const store: Pick<UsageStore, 'scan'> = {
    scan: async (range) => {
      asked.push([range.fromMs, range.toMs]);
      return { records: [] };
    },
  };
  await eachRecord(
    { ...createMemoryStore({ maxRecords: 1 }), ...store },
    { fromMs, toMs: fromMs + 30 * hourMs },
    () => {},
  );
  const midnightMs = Date.parse('2026-11-21T00:00:00Z');
  expect(asked).toEqual([
    [fromMs, midnightMs],
    [midnightMs, midnightMs + 24 * hourMs],
  ]);
});
