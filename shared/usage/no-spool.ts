import type { Spool } from './spool.ts';

/** Keeps nothing: for a store that is this process's memory, where a disk would outlive what it waits for. */
export const noSpool: Spool = {
  keep: () => Promise.resolve(false),
  seal: () => Promise.resolve(undefined),
  adopt: () => Promise.resolve([]),
  read: () => Promise.resolve(undefined),
  remove: () => Promise.resolve(),
  openBytes: () => 0,
};
