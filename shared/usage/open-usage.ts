import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isProcessRunning } from './is-process-running.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createMemoryStore } from './memory-store.ts';
import { noSpool } from './no-spool.ts';
import { createSpool } from './spool.ts';
import type { TableAddress } from './table-address.ts';
import { createTableStore } from './table-store.ts';
import type { UsageLog } from './usage-log.ts';
import type { UsageStore } from './usage-store.ts';

/** Where usage is kept; without an address, in this process's memory. */
export type UsagePlace = {
  readonly address: TableAddress | undefined;
  readonly table: string;
  readonly keepDays?: number | undefined;
  /** Where records wait for the table; absent, in the folder for temporary files. */
  readonly spoolFolder?: string | undefined;
  readonly spoolBytes: number;
};

/** A ledger and the store it writes to. Nothing is opened, read or called before the first record. */
export function openUsage(
  { address, table, keepDays, spoolFolder, spoolBytes }: UsagePlace,
  log: UsageLog,
  watchStore: (store: UsageStore) => UsageStore = (store) => store,
): { readonly ledger: Ledger; readonly store: UsageStore } {
  const { now } = Date;
  const store =
    address === undefined
      ? createMemoryStore({ maxRecords: maxInMemory })
      : watchStore(createTableStore({ address, table, requestTimeoutMs }));
  const spool =
    address === undefined
      ? noSpool
      : createSpool({
          folder: spoolFolder ?? join(tmpdir(), 'sluice-usage'),
          maxBytes: spoolBytes,
          pid: process.pid,
          token: randomBytes(6).toString('hex'),
          isRunning: isProcessRunning,
          now,
          log,
        });
  const ledger = createLedger({
    store,
    spool,
    now,
    random: Math.random,
    log,
    flushEveryMs,
    maxBatch: 100,
    maxPending: 20_000,
    keepDays,
  });
  return { ledger, store };
}

const flushEveryMs = 1_000;
const requestTimeoutMs = 10_000;
const maxInMemory = 50_000;
