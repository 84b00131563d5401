import type { RecordKey } from './record-key.ts';
import type { UsageRecord } from './usage-record.ts';

/**
 * Which records: those of calls begun in `[fromMs, toMs)`, of one caller, model or deployment where it is named. With a
 * caller every day of the range is a read of its own: a range is some hundred days at most.
 */
export type RecordRange = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly caller?: string | undefined;
  readonly model?: string | undefined;
  readonly deployment?: string | undefined;
  /** Only those that stand behind this key. */
  readonly after?: RecordKey | undefined;
};

/** Records in the order of their keys; `next` is the key to go on behind, absent at the end. */
export type RecordPage = { readonly records: readonly UsageRecord[]; readonly next?: RecordKey | undefined };

/** Where records are kept. Everything rejects with `UsageStoreError` and nothing else. */
export type UsageStore = {
  /**
   * Keeps records; one that is there already stays one. When it rejects, some of them may have been kept: write them
   * all again.
   */
  write(records: readonly UsageRecord[]): Promise<void>;
  /** At most `limit` records of a range. */
  scan(range: RecordRange, limit: number): Promise<RecordPage>;
  /** Deletes the records of the days (UTC) before that of `atMs`; resolves to their number. */
  deleteBefore(atMs: number): Promise<number>;
};
