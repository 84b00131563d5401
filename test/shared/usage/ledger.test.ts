import { spawn } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createLedger, type LedgerOptions } from '../../../shared/usage/ledger.ts';
import { createMemoryStore } from '../../../shared/usage/memory-store.ts';
import { createSpool } from '../../../shared/usage/spool.ts';
import { createTableStore } from '../../../shared/usage/table-store.ts';
import { UsageStoreError, type UsageStoreFault } from '../../../shared/usage/usage-store-error.ts';
import type { RecordRange, UsageStore } from '../../../shared/usage/usage-store.ts';
import { startAzurite, type Azurite } from '../../setup/azurite.ts';
import { recordedLog } from '../../setup/recorded-log.ts';
import { temporaryFolder } from '../../setup/temporary-folder.ts';
import { usageRecord, usageRecords } from '../../setup/usage-record.ts';

const everything: RecordRange = { fromMs: Date.parse('2026-11-01'), toMs: Date.parse('2026-12-01') };
let tokens = 0;

/** A ledger whose time stands still at `clock.ms` and that writes only when it is drained, unless a test says else. */
async function newLedger(differs: Partial<LedgerOptions> & { folder?: string; maxBytes?: number } = {}) {
  const { folder = await temporaryFolder(), maxBytes = 1e8, ...others } = differs;
  const log = recordedLog();
  const clock = { ms: Date.parse('2026-11-21T13:00:00Z') };
  const now = () => clock.ms;
  tokens += 1;
  const spool = createSpool({ folder, maxBytes, pid: 1, token: `t${tokens}`, isRunning: () => false, now, log });
  const store = scriptedStore();
  const ledger = createLedger({
    store,
    spool,
    now,
    random: () => 0,
    log,
    flushEveryMs: 3_600_000,
    maxBatch: 1_000_000,
    maxPending: 100_000,
    ...others,
  });
  onTestFinished(async () => {
    ledger.stop();
    // Whatever it still writes must not outlive its folder.
    await ledger.drain(1000);
    await spool.seal(false);
  });
  return { ledger, store, log, clock, folder };
}

type ScriptedStore = {
  fault: UsageStoreFault | undefined;
  refuses: (id: string) => boolean;
  writes: number;
  ids: () => Promise<string[]>;
};

/** The memory store with a switch: while `fault` is set, what it is asked fails. */
function scriptedStore() {
  const memory = createMemoryStore({ maxRecords: 100_000 });
  const store: UsageStore & ScriptedStore = {
    ...memory,
    fault: undefined,
    refuses: () => false,
    writes: 0,
    async write(records) {
      store.writes += 1;
      if (store.fault !== undefined) throw new UsageStoreError(store.fault, 'scripted');
      if (records.some(({ id }) => store.refuses(id))) throw new UsageStoreError('refused', 'scripted');
      await memory.write(records);
    },
    ids: async () => (await memory.scan(everything, 100_000)).records.map(({ id }) => id),
  };
  return store;
}

describe('createLedger', () => {
  it('takes a record without touching disk or store before it returns', async () => {
    const { ledger, store, folder } = await newLedger();
    ledger.append(usageRecord());
    expect({ ...ledger.counts(), writes: store.writes }).toMatchObject({ inMemory: 1, writes: 0 });
    expect(await readdir(folder)).toEqual([]);
  });

  it('writes what it has taken together, and leaves nothing on the disk', async () => {
    const { ledger, store, folder } = await newLedger();
    usageRecords(50).forEach((record) => ledger.append(record));
    expect(await ledger.drain(5000)).toMatchObject({ inMemory: 0, spooledSegments: 0, written: 50, lost: 0 });
    expect(store.writes).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it('writes by itself when a batch is full or its time has come', async () => {
    const full = await newLedger({ maxBatch: 10 });
    usageRecords(10).forEach((record) => full.ledger.append(record));
    await until(() => full.ledger.counts().written === 10);
    const timed = await newLedger({ flushEveryMs: 5 });
    timed.ledger.append(usageRecord());
    await until(() => timed.ledger.counts().written === 1);
  });

  it('has a record on the disk soon after it came: a killed process loses nothing more', async () => {
    const { ledger, folder } = await newLedger();
    usageRecords(20).forEach((record) => ledger.append(record));
    ledger.stop();
    const linesOnDisk = async () => {
      const [name] = await readdir(folder);
      return name === undefined ? 0 : (await readFile(join(folder, name), 'utf8')).split('\n').length - 1;
    };
    await until(async () => (await linesOnDisk()) === 20);

    const heir = await newLedger({ folder });
    expect(await heir.ledger.drain(5000)).toMatchObject({ written: 20, lost: 0 });
    expect(await readdir(folder)).toEqual([]);
  });

  it('lets records leave memory while the store is down, and writes each exactly once when it is back', async () => {
    const { ledger, store, log, clock } = await newLedger();
    store.fault = 'unavailable';
    usageRecords(30).forEach((record) => ledger.append(record));
    expect(await ledger.drain(5000)).toMatchObject({ inMemory: 0, spooledSegments: 1, written: 0, lost: 0 });
    usageRecords(60)
      .slice(30)
      .forEach((record) => ledger.append(record));
    expect(await ledger.drain(5000)).toMatchObject({ inMemory: 0, spooledSegments: 2, written: 0, isStoreDown: true });
    store.fault = undefined;
    clock.ms += 60_000;
    expect(await ledger.drain(5000)).toMatchObject({
      inMemory: 0,
      spooledSegments: 0,
      written: 60,
      isStoreDown: false,
    });
    expect(new Set(await store.ids()).size).toBe(60);
    expect(log.of('usage-store-down')).toHaveLength(1);
    expect(log.of('usage-store-back')).toHaveLength(1);
  });

  it('asks a store that is down less and less often, and not at every flush', async () => {
    const { ledger, store, clock } = await newLedger({ flushEveryMs: 1 });
    store.fault = 'unavailable';
    ledger.append(usageRecord());
    await until(() => store.writes === 1);
    for (let turn = 0; turn < 50; turn += 1) await nextTurn();
    expect(store.writes).toBe(1);
    clock.ms += 500;
    await until(() => store.writes === 2);
    clock.ms += 500;
    for (let turn = 0; turn < 50; turn += 1) await nextTurn();
    expect(store.writes).toBe(2);
    clock.ms += 500;
    store.fault = undefined;
    await until(() => ledger.counts().written === 1);
  });

  it('does not let a record that the store refuses stand in the way of others', async () => {
    const { ledger, store, log } = await newLedger();
    store.refuses = (id) => id === 'req-7';
    usageRecords(20).forEach((record) => ledger.append(record));
    expect(await ledger.drain(5000)).toMatchObject({ inMemory: 0, spooledSegments: 0, written: 19, lost: 1 });
    expect(log.of('usage-record-refused')).toMatchObject([{ id: 'req-7' }]);
    expect(log.of('usage-lost')).toMatchObject([{ records: 1 }]);
  });

  it('holds records in memory where there is no disk, up to its bound, and says what it loses', async () => {
    const file = join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    const { ledger, store, log } = await newLedger({ folder: join(file, 'none'), maxPending: 25 });
    store.fault = 'unavailable';
    usageRecords(30).forEach((record) => ledger.append(record));
    expect(await ledger.drain(5000)).toMatchObject({ inMemory: 25, spooledSegments: 0, written: 0, lost: 5 });
    expect(log.of('usage-lost')).toMatchObject([{ level: 'error', records: 5 }]);
    store.fault = undefined;
    expect(await ledger.drain(5000)).toMatchObject({ inMemory: 0, spooledSegments: 0, written: 25, lost: 5 });
  });

  it('holds records in memory when the spool is full', async () => {
    const { ledger, store } = await newLedger({ maxBytes: 10 });
    store.fault = 'unavailable';
    usageRecords(5).forEach((record) => ledger.append(record));
    expect(await ledger.drain(5000)).toMatchObject({ inMemory: 5, spooledSegments: 0 });
  });

  it('drains no longer than it is given', async () => {
    const { ledger, store } = await newLedger();
    let answer = (): void => {};
    const hung = new Promise<void>((resolve) => (answer = resolve));
    store.write = () => hung;
    ledger.append(usageRecord());
    expect(await ledger.drain(20)).toMatchObject({ written: 0 });
    answer();
    await until(() => ledger.counts().written === 1);
  });

  it('survives a store that breaks its word, and tries again', async () => {
    const { ledger, store, log } = await newLedger();
    const { write } = store;
    store.write = () => Promise.reject(new TypeError('a bug'));
    ledger.append(usageRecord());
    await ledger.drain(5000);
    expect(log.of('usage-store-down')).toMatchObject([{ error: 'a bug' }]);
    store.write = write;
    expect(await ledger.drain(5000)).toMatchObject({ written: 1, spooledSegments: 0 });
  });

  it('deletes what is older than it is told to keep, once a day', async () => {
    const { ledger, store, clock } = await newLedger({ keepDays: 30 });
    await store.write([usageRecord({ id: 'old', atMs: clock.ms - 40 * 86_400_000 }), usageRecord({ id: 'new' })]);
    const deletions: number[] = [];
    const { deleteBefore } = store;
    store.deleteBefore = async (atMs) => {
      deletions.push(atMs);
      return deleteBefore(atMs);
    };
    ledger.append(usageRecord({ id: 'newer' }));
    await ledger.drain(5000);
    await ledger.drain(5000);
    expect(deletions).toEqual([clock.ms - 30 * 86_400_000]);
    expect(await store.ids()).toEqual(['new', 'newer']);
    clock.ms += 86_400_000;
    await ledger.drain(5000);
    expect(deletions).toHaveLength(2);
  });
});

describe('createLedger over Azure Table Storage', { timeout: 60_000 }, () => {
  let azurite: Azurite;
  beforeAll(async () => {
    azurite = await startAzurite();
  });
  afterAll(() => azurite.close());
  const tableStore = (table: string) =>
    createTableStore({ address: { connectionString: azurite.connectionString }, table, requestTimeoutMs: 5000 });
  const totalsOf = async (store: UsageStore) => {
    const records = [];
    for (let after: RecordRange['after'], page; page === undefined || after !== undefined;) {
      page = await store.scan({ ...everything, after }, 1000);
      records.push(...page.records);
      after = page.next;
    }
    return sumOf(records);
  };

  it('keeps 5,000 records exactly, through an outage in the middle and a restart of the process', async () => {
    const store = tableStore('outage');
    const folder = await temporaryFolder();
    const records = usageRecords(5000);
    const first = await newLedger({ store, folder, maxBatch: 500 });
    records.slice(0, 2000).forEach((record) => first.ledger.append(record));
    await until(() => first.ledger.counts().written >= 500);

    await azurite.stop();
    records.slice(2000, 3500).forEach((record) => first.ledger.append(record));
    await first.ledger.drain(10_000);
    expect(first.ledger.counts()).toMatchObject({ inMemory: 0, lost: 0 });
    expect(first.ledger.counts().spooledSegments).toBeGreaterThan(0);
    first.ledger.stop();

    const second = await newLedger({ store, folder, maxBatch: 500 });
    records.slice(3500).forEach((record) => second.ledger.append(record));
    await second.ledger.drain(10_000);
    await azurite.start();
    expect(await second.ledger.drain(15_000)).toMatchObject({ inMemory: 0, spooledSegments: 0, lost: 0 });

    expect(await totalsOf(store)).toEqual(sumOf(records));
    expect(await readdir(folder)).toEqual([]);
  });

  it('has after kill -9 of two processes whatever had reached their disk, each call once', async () => {
    const folder = await temporaryFolder();
    const kept = await Promise.all(['one', 'two'].map((token) => keepUntilKilled(folder, token, 1000)));

    const store = tableStore('killed');
    const heir = await newLedger({ store, folder });
    expect(await heir.ledger.drain(15_000)).toMatchObject({ spooledSegments: 0, lost: 0 });
    const totals = await totalsOf(store);
    expect(totals.promptTokens).toBe(totals.ids);
    expect(totals.records).toBe(totals.ids);
    expect(totals.ids).toBeGreaterThanOrEqual((kept[0] ?? NaN) + (kept[1] ?? NaN));
    expect(await readdir(folder)).toEqual([]);
  });

  /** Records that a process had on its disk at least, when it was killed in the middle of its work. */
  async function keepUntilKilled(folder: string, token: string, atLeast: number): Promise<number> {
    const child = spawn(process.execPath, [ledgerProcess, azurite.connectionString, folder, token], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let kept = 0;
    for await (const line of createInterface(child.stdout)) {
      kept = Number(line);
      if (kept >= atLeast) child.kill('SIGKILL');
    }
    return kept;
  }

  it('writes again what a service that hung may have kept, and counts it once', async () => {
    const store = createTableStore({
      address: { connectionString: azurite.connectionString },
      table: 'hung',
      requestTimeoutMs: 500,
    });
    const { ledger } = await newLedger({ store });
    const records = usageRecords(300);
    ledger.append(usageRecord({ ...records[0] }));
    await ledger.drain(5000);
    records.forEach((record) => ledger.append(record));
    azurite.pause();
    expect(await ledger.drain(5000)).toMatchObject({ inMemory: 0, spooledSegments: 1 });
    azurite.resume();
    expect(await ledger.drain(10_000)).toMatchObject({ spooledSegments: 0, lost: 0 });
    expect(await totalsOf(store)).toEqual(sumOf(records));
  });
});

const ledgerProcess = fileURLToPath(new URL('../../fixtures/ledger-process.ts', import.meta.url));

function sumOf(records: readonly ReturnType<typeof usageRecord>[]) {
  return {
    ids: new Set(records.map(({ id }) => id)).size,
    records: records.length,
    promptTokens: records.reduce((sum, { promptTokens }) => sum + promptTokens, 0),
    completionTokens: records.reduce((sum, { completionTokens }) => sum + completionTokens, 0),
    nanoDollars: records.reduce((sum, { costNanoDollars }) => sum + (costNanoDollars ?? 0), 0),
  };
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await nextTurn();
}
