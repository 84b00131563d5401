import { mkdir, open, readdir, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { fromLines, toLines } from './spool-lines.ts';
import type { UsageLog } from './usage-log.ts';
import type { UsageRecord } from './usage-record.ts';

/**
 * Records on this machine's disk until the store has them, in segments: one is open, the others are sealed. Nothing of
 * it rejects: a disk that fails is logged once, and what it did not take stays with whoever gave it.
 */
export type Spool = {
  /** Adds records to the open segment. False when the disk refuses or the spool is full: the records are not on it. */
  keep(records: readonly UsageRecord[]): Promise<boolean>;
  /** Closes the open segment and gives its name; `undefined` when it is empty. `durable` waits for the disk itself. */
  seal(durable: boolean): Promise<string | undefined>;
  /** Takes over the segments that processes which have ended left behind; gives their names, the oldest first. */
  adopt(): Promise<string[]>;
  /** The records of a sealed segment; `undefined` when another process has taken it over. */
  read(segment: string): Promise<UsageRecord[] | undefined>;
  remove(segment: string): Promise<void>;
  /** Bytes of the open segment. */
  openBytes(): number;
};

/** Where a spool lies, how large it may become, and who owns it: a process has one spool in a folder. */
export type SpoolOptions = {
  /** A folder on a disk of this machine, which processes of one app may share. */
  readonly folder: string;
  readonly maxBytes: number;
  readonly pid: number;
  /** Unlike that of any other spool, letters and digits: process ids come back. */
  readonly token: string;
  readonly isRunning: (pid: number) => boolean;
  readonly now: () => number;
  readonly log: UsageLog;
};

/**
 * A spool of JSON lines.
 *
 * What `keep` has written survives the end of the process, not a loss of power: the disk is waited for (fsync) only
 * where a segment is sealed to stay. A segment belongs to the process in its name, until that has ended or the segment
 * is a day old; taking over is a rename, so that only one of many succeeds.
 */
export function createSpool({ folder, maxBytes, pid, token, isRunning, now, log }: SpoolOptions): Spool {
  const sizes = new Map<string, number>();
  let handle: FileHandle | undefined;
  let current: string | undefined;
  let sequence = 0;
  let hasFailed = false;
  let isTorn = false;

  const nextName = (): string => `usage-${pid}-${token}-${String((sequence += 1)).padStart(6, '0')}.jsonl`;
  const failed = (error: unknown): void => {
    if (!hasFailed) log.warn('usage-spool-failed', { folder, error: messageOf(error) });
    hasFailed = true;
  };
  return {
    async keep(records) {
      // A write that failed may have left half a line, which must not run into the next.
      const lines = (isTorn ? '\n' : '') + toLines(records);
      const bytes = Buffer.byteLength(lines);
      const used = [...sizes.values()].reduce((sum, size) => sum + size, 0);
      if (used + bytes > maxBytes) return false;
      try {
        if (handle === undefined || current === undefined) {
          await mkdir(folder, { recursive: true, mode: 0o700 });
          const name = nextName();
          handle = await open(join(folder, name), 'a', 0o600);
          current = name;
        }
        sizes.set(current, (sizes.get(current) ?? 0) + bytes);
        await handle.appendFile(lines);
        [hasFailed, isTorn] = [false, false];
        return true;
      } catch (error) {
        isTorn = handle !== undefined;
        failed(error);
        return false;
      }
    },
    async seal(durable) {
      const [sealed, closing] = [current, handle];
      [current, handle, isTorn] = [undefined, undefined, false];
      try {
        if (durable) await closing?.sync();
        await closing?.close();
      } catch (error) {
        failed(error);
      }
      return sealed;
    },
    async adopt() {
      const adopted: string[] = [];
      const names = await readdir(folder).catch((error: unknown): string[] => {
        if (!isMissing(error)) failed(error);
        return [];
      });
      for (const name of names.toSorted()) {
        const owner = segmentName.exec(name);
        if (owner === null || owner[2] === token) continue;
        const ownerPid = Number(owner[1]);
        try {
          const { mtimeMs, size } = await stat(join(folder, name));
          if (ownerPid !== pid && isRunning(ownerPid) && now() - mtimeMs < abandonedAfterMs) continue;
          const mine = nextName();
          await rename(join(folder, name), join(folder, mine));
          sizes.set(mine, size);
          adopted.push(mine);
        } catch (error) {
          if (!isMissing(error)) failed(error);
        }
      }
      return adopted;
    },
    async read(segment) {
      try {
        const { records, damaged } = fromLines(await readFile(join(folder, segment), 'utf8'));
        if (damaged > 0) log.warn('usage-spool-damaged', { segment, lines: damaged });
        return records;
      } catch (error) {
        sizes.delete(segment);
        if (!isMissing(error)) failed(error);
        return undefined;
      }
    },
    async remove(segment) {
      sizes.delete(segment);
      try {
        await rm(join(folder, segment), { force: true });
      } catch (error) {
        failed(error);
      }
    },
    openBytes: () => (current === undefined ? 0 : (sizes.get(current) ?? 0)),
  };
}

/** No outage that a spool is meant for lasts longer; and if one does, a segment that is taken over is not lost. */
const abandonedAfterMs = 86_400_000;

const segmentName = /^usage-(\d+)-([A-Za-z0-9]+)-\d+\.jsonl$/;

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
