import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../shared/usage/memory-store.ts';
import { recordKey } from '../../../shared/usage/record-key.ts';
import { createTableStore } from '../../../shared/usage/table-store.ts';
import { UsageStoreError } from '../../../shared/usage/usage-store-error.ts';
import type { RecordRange, UsageStore } from '../../../shared/usage/usage-store.ts';
import { startAzurite, type Azurite } from '../../setup/azurite.ts';
import { usageRecord, usageRecords } from '../../setup/usage-record.ts';

let azurite: Azurite;
let tables = 0;
const newStore = (): UsageStore => {
  tables += 1;
  return createTableStore({
    address: { connectionString: azurite.connectionString },
    table: `usage${tables}`,
    requestTimeoutMs: 5000,
  });
};
const everything: RecordRange = { fromMs: Date.parse('2026-11-01'), toMs: Date.parse('2026-12-01') };

beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.close());

describe('createTableStore', () => {
  it('gives a record back as it was written, nulls, zeros, large counts and odd names included', async () => {
    const store = newStore();
    const odd = usageRecord({
      id: 'req-2:a.b_c',
      caller: "o'brien/ü #1?",
      deployment: null,
      firstOutputMs: null,
      costNanoDollars: null,
      unpricedReason: 'no-price',
      costKind: 'unknown',
      promptTokens: 0,
      failedAttempts: { 'east-gpt-4o': 2, 'west-gpt-4o': 1 },
      listNanoDollars: 9_007_199_254_740_991,
    });
    await store.write([odd]);
    expect(await store.scan({ ...everything, caller: odd.caller }, 10)).toEqual({ records: [odd], next: undefined });
    expect((await store.scan(everything, 10)).records).toEqual([odd]);
  });

  it('keeps one of a record written twice, in one batch or in two', async () => {
    const store = newStore();
    await store.write([usageRecord(), usageRecord()]);
    await store.write([usageRecord()]);
    expect((await store.scan(everything, 10)).records).toEqual([usageRecord()]);
  });

  it('answers a table that is not there yet with nothing', async () => {
    expect(await newStore().scan(everything, 10)).toEqual({ records: [], next: undefined });
  });

  it('reads like the memory store: any range, caller, model and deployment, page by page', async () => {
    const fromMs = Date.parse('2026-11-19T22:00:00Z');
    const records = usageRecords(90, fromMs).map((record, index) => ({ ...record, atMs: fromMs + index * 3_600_000 }));
    const [table, memory] = [newStore(), createMemoryStore({ maxRecords: 1000 })];
    await Promise.all([table.write(records), memory.write(records)]);
    const ranges: RecordRange[] = [
      everything,
      { fromMs: fromMs + 3_600_000, toMs: fromMs + 30 * 3_600_000 },
      { fromMs: fromMs + 1, toMs: fromMs + 3_600_001, caller: 'team-1' },
      { ...everything, fromMs, caller: 'team-2' },
      { ...everything, fromMs, caller: 'team-2', model: 'gpt-5' },
      { ...everything, deployment: 'east-gpt-4o', model: 'gpt-4o' },
      { ...everything, deployment: "it's none" },
      { fromMs: 5, toMs: 5 },
      { ...everything, fromMs, caller: 'team-1', after: recordKey({ ...usageRecord(), caller: 'team-2' }) },
    ];
    for (const range of ranges) {
      expect(await allOf(table, range, 7)).toEqual(await allOf(memory, range, 7));
    }
    expect(await allOf(table, everything, 7)).toHaveLength(90);
  });

  it('deletes the days before a day, and no other', async () => {
    const store = newStore();
    const days = ['2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21'];
    await store.write(days.flatMap((day) => usageRecords(30, Date.parse(day))));
    expect(await store.deleteBefore(Date.parse('2026-11-20T15:00:00Z'))).toBe(60);
    const left = await allOf(store, everything, 1000);
    expect(new Set(left.map(({ atMs }) => new Date(atMs).toISOString().slice(0, 10)))).toEqual(
      new Set(['2026-11-20', '2026-11-21']),
    );
    expect(left).toHaveLength(60);
  });

  it('says that a record is refused when the service will never take it, and works on', async () => {
    const store = newStore();
    const refusal = store.write([usageRecord({ model: 'x'.repeat(40_000) })]);
    await expect(refusal).rejects.toBeInstanceOf(UsageStoreError);
    await expect(refusal).rejects.toMatchObject({ fault: 'refused' });
    await store.write([usageRecord()]);
    expect((await store.scan(everything, 10)).records).toHaveLength(1);
  });

  it('makes the table anew when somebody has removed it', async () => {
    const store = newStore();
    await store.write([usageRecord()]);
    const { TableClient } = await import('@azure/data-tables');
    const options = { allowInsecureConnection: true };
    await TableClient.fromConnectionString(azurite.connectionString, `usage${tables}`, options).deleteTable();
    await expect(store.write([usageRecord()])).rejects.toMatchObject({ fault: 'unavailable' });
    await store.write([usageRecord()]);
    expect((await store.scan(everything, 10)).records).toHaveLength(1);
  });

  it('uses a table that others made where it may make none itself', async () => {
    const server = createServer((request, response) => {
      response.writeHead(request.method === 'POST' ? 403 : 200, { 'content-type': 'application/json' });
      response.end(request.method === 'POST' ? '{}' : '{"value":[]}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const connectionString = `DefaultEndpointsProtocol=http;AccountName=acc;AccountKey=YQ==;TableEndpoint=http://127.0.0.1:${port}/acc`;
    const store = createTableStore({ address: { connectionString }, table: 'usage', requestTimeoutMs: 5000 });
    expect(await store.scan(everything, 1)).toEqual({ records: [], next: undefined });
    server.close();
    server.closeAllConnections();
  });

  it('gives up on a service that hangs after its time-out, and on one that is gone at once', async () => {
    const store = createTableStore({
      address: { connectionString: azurite.connectionString },
      table: 'hangs',
      requestTimeoutMs: 300,
    });
    azurite.pause();
    try {
      await expect(store.write([usageRecord()])).rejects.toMatchObject({ fault: 'unavailable' });
    } finally {
      azurite.resume();
    }
    await azurite.stop();
    await expect(store.scan(everything, 1)).rejects.toMatchObject({ fault: 'unavailable' });
    await azurite.start();
    await store.write([usageRecord()]);
  });
});

async function allOf(store: UsageStore, range: RecordRange, pageSize: number) {
  const all = [];
  let page = await store.scan(range, pageSize);
  all.push(...page.records);
  while (page.next !== undefined) {
    page = await store.scan({ ...range, after: page.next }, pageSize);
    all.push(...page.records);
  }
  return all;
}
