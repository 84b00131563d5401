import type { Spool } from './spool.ts';
import type { UsageLog } from './usage-log.ts';
import type { UsageRecord } from './usage-record.ts';
import type { UsageStore } from './usage-store.ts';
import { writeEach } from './write-each.ts';

/** Writes down what every call used, behind its answer. */
export type Ledger = {
  /** Takes a record and returns at once. Whatever becomes of it is no business of the call. */
  append(record: UsageRecord): void;
  /**
   * Writes everything that waits, now, whether or not the store was down before. Resolves to what is left when it is
   * done, has failed or `timeoutMs` have passed: records only in memory, which end with the process, and spooled ones.
   */
  drain(timeoutMs: number): Promise<LedgerCounts>;
  counts(): LedgerCounts;
  /** Writes no more by itself. Does not drain. */
  stop(): void;
};

/** Records by what became of them; `inMemory` are in no spool and no store yet. */
export type LedgerCounts = {
  readonly inMemory: number;
  /** Sealed segments of the spool that wait for the store. */
  readonly spooledSegments: number;
  readonly written: number;
  readonly lost: number;
  /** Whether the last try to write failed. */
  readonly isStoreDown: boolean;
};

/** What a ledger works with. */
export type LedgerOptions = {
  readonly store: UsageStore;
  readonly spool: Spool;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** [0, 1). */
  readonly random: () => number;
  readonly log: UsageLog;
  /** Longest a record waits for others before it is written. */
  readonly flushEveryMs: number;
  /** Records that are written at once, without waiting. */
  readonly maxBatch: number;
  /** Records held in memory; beyond, where neither disk nor store takes any, new ones are lost, and that is logged. */
  readonly maxPending: number;
  /** Records of older days are deleted, once a day; `undefined` keeps all. */
  readonly keepDays?: number | undefined;
};

/** Records that wait for the store: in memory, in a sealed segment, or both. */
type Batch = { readonly segment: string | undefined; readonly records: readonly UsageRecord[] | undefined };

/**
 * A ledger over a store.
 *
 * Records go to the spool as soon as they come, then many at once to the store, then off the spool: a process that is
 * killed loses what it had not yet given to its disk, a few milliseconds' worth. While the store is down they stay on
 * the spool and leave memory. Writing a record twice is harmless, so that whatever is in doubt is written again.
 */
export function createLedger(options: LedgerOptions): Ledger {
  const { store, spool, now, random, log, flushEveryMs, maxBatch, maxPending, keepDays } = options;
  let fresh: UsageRecord[] = [];
  // What the open segment of the spool holds, while it is in memory too; and what the spool did not take.
  let open: UsageRecord[] = [];
  let unkept: UsageRecord[] = [];
  let isOpenForgotten = false;
  let backlog: Batch[] = [];
  let [written, lost, lostUnsaid, failures] = [0, 0, 0, 0];
  let [retryAtMs, adoptAtMs, expireAtMs] = [0, 0, 0];
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let isKeeping = false;
  let disk = Promise.resolve();
  let flushing: Promise<void> | undefined;

  const inMemory = (): number =>
    fresh.length + open.length + unkept.length + backlog.reduce((sum, { records }) => sum + (records?.length ?? 0), 0);
  const isDown = (): boolean => now() < retryAtMs;

  /** One after the other: a record must be in the segment it is counted to. */
  const onDisk = (work: () => Promise<void>): Promise<void> => (disk = disk.then(work));
  const keepFresh = (): Promise<void> =>
    onDisk(async () => {
      isKeeping = false;
      const records = [...fresh];
      if (records.length === 0) return;
      const isKept = await spool.keep(records);
      fresh = fresh.slice(records.length);
      if (isKept) open.push(...records);
      else unkept.push(...records);
      isOpenForgotten ||= isKept && isDown();
      if (isOpenForgotten) open = [];
    });
  const sealOpen = (): Promise<void> =>
    onDisk(async () => {
      const segment = await spool.seal(failures > 0);
      if (unkept.length > 0) backlog.push({ segment: undefined, records: unkept });
      if (segment !== undefined) backlog.push({ segment, records: isOpenForgotten ? undefined : open });
      [open, isOpenForgotten, unkept] = [[], false, []];
    });

  const flush = async (isForced: boolean): Promise<void> => {
    if (now() >= adoptAtMs) {
      adoptAtMs = now() + adoptEveryMs;
      backlog.unshift(...(await spool.adopt()).map((segment) => ({ segment, records: undefined })));
    }
    await keepFresh();
    if (isForced || !isDown() || spool.openBytes() >= segmentBytes) await sealOpen();
    if (isForced || !isDown()) await writeBacklog();
    if (lostUnsaid > 0) log.error('usage-lost', { records: lostUnsaid, lost });
    lostUnsaid = 0;
  };
  const writeBacklog = async (): Promise<void> => {
    for (let [batch] = backlog; batch !== undefined; [batch] = backlog) {
      const records =
        batch.records ?? (batch.segment === undefined ? undefined : await spool.read(batch.segment)) ?? [];
      const result = await writeEach(store, records, log);
      if (result.error !== undefined) {
        storeFailed(result.error);
        return;
      }
      written += result.written;
      lose(result.refused);
      if (batch.segment !== undefined) await spool.remove(batch.segment);
      backlog = backlog.filter((other) => other !== batch);
      if (failures > 0) log.info('usage-store-back', { segments: backlog.length });
      failures = 0;
      retryAtMs = 0;
    }
    await expire();
  };
  const storeFailed = (error: Error): void => {
    if (failures === 0) log.warn('usage-store-down', { error: error.message });
    failures += 1;
    const capMs = Math.min(maxBackoffMs, 1000 * 2 ** Math.min(failures - 1, 10));
    retryAtMs = now() + capMs / 2 + (random() * capMs) / 2;
    backlog = backlog.map((batch) => (batch.segment === undefined ? batch : { ...batch, records: undefined }));
  };
  const expire = async (): Promise<void> => {
    if (keepDays === undefined || now() < expireAtMs) return;
    expireAtMs = now() + dayMs;
    try {
      const deleted = await store.deleteBefore(now() - keepDays * dayMs);
      if (deleted > 0) log.info('usage-expired', { records: deleted });
    } catch (error) {
      log.warn('usage-expiry-failed', { error: error instanceof Error ? error.message : String(error) });
    }
  };
  const lose = (records: number): void => {
    lost += records;
    lostUnsaid += records;
  };

  const startFlush = (isForced: boolean): Promise<void> => {
    flushing ??= flush(isForced)
      .catch((error: unknown) => {
        // Nothing waits for a flush that could be told; what is in doubt is written again.
        storeFailed(error instanceof Error ? error : new Error(String(error)));
      })
      .finally(() => {
        flushing = undefined;
        schedule();
      });
    return flushing;
  };
  const schedule = (): void => {
    if (isStopped || timer !== undefined || (inMemory() === 0 && backlog.length === 0 && !isOpenForgotten)) return;
    timer = setTimeout(tick, flushEveryMs).unref();
  };
  const tick = (): void => {
    timer = undefined;
    void startFlush(false);
  };
  // What an earlier process left behind is looked for when this one has had time to start.
  timer = setTimeout(tick, flushEveryMs).unref();

  const counts = (): LedgerCounts => ({
    inMemory: inMemory(),
    spooledSegments: backlog.filter(({ segment }) => segment !== undefined).length,
    written,
    lost,
    isStoreDown: failures > 0,
  });
  return {
    append(record) {
      if (inMemory() >= maxPending) {
        lose(1);
        return;
      }
      fresh.push(record);
      schedule();
      if (!isKeeping) setImmediate(() => void keepFresh());
      isKeeping = true;
      if (fresh.length + open.length >= maxBatch && !isDown()) void startFlush(false);
    },
    async drain(timeoutMs) {
      let timeout: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => (timeout = setTimeout(resolve, timeoutMs)));
      const all = async (): Promise<void> => {
        await flushing;
        do await startFlush(true);
        while (failures === 0 && fresh.length + open.length > 0);
      };
      await Promise.race([all(), late]);
      clearTimeout(timeout);
      return counts();
    },
    counts,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

const adoptEveryMs = 600_000;
const segmentBytes = 1_048_576;
const maxBackoffMs = 30_000;
const dayMs = 86_400_000;
