import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../shared/usage/memory-store.ts';
import type { UsageRecord } from '../../../shared/usage/usage-record.ts';
import { UsageStoreError } from '../../../shared/usage/usage-store-error.ts';
import { writeEach } from '../../../shared/usage/write-each.ts';
import { recordedLog } from '../../setup/recorded-log.ts';
import { usageRecords } from '../../setup/usage-record.ts';

const storeThat = (write: (records: readonly UsageRecord[]) => Promise<void>) => ({
  ...createMemoryStore({ maxRecords: 10 }),
  write,
});

describe('writeEach', () => {
  it('writes all records at once where the store takes them', async () => {
    const sizes: number[] = [];
    const store = storeThat(async (records) => void sizes.push(records.length));
    expect(await writeEach(store, usageRecords(5), recordedLog())).toEqual({ written: 5, refused: 0 });
    expect(sizes).toEqual([5]);
  });

  it('writes one by one where the store refuses them, and names those it refuses', async () => {
    const log = recordedLog();
    const store = storeThat(async (records) => {
      if (records.some(({ id }) => id === 'req-3')) throw new UsageStoreError('refused', 'no');
    });
    expect(await writeEach(store, usageRecords(5), log)).toEqual({ written: 4, refused: 1 });
    expect(log.lines).toEqual([{ level: 'error', event: 'usage-record-refused', id: 'req-3', error: 'no' }]);
  });

  it('stops at a store that is not there', async () => {
    const error = new UsageStoreError('unavailable', 'down');
    const store = storeThat(() => Promise.reject(error));
    expect(await writeEach(store, usageRecords(5), recordedLog())).toEqual({ written: 0, refused: 0, error });
  });

  it('stops when the store goes away between the single records', async () => {
    let writes = 0;
    const store = storeThat(async () => {
      writes += 1;
      throw new UsageStoreError(writes < 3 ? 'refused' : 'unavailable', 'scripted');
    });
    expect(await writeEach(store, usageRecords(5), recordedLog())).toMatchObject({
      written: 0,
      error: { fault: 'unavailable' },
    });
  });

  it('lets a bug through', async () => {
    const store = storeThat(() => Promise.reject(new TypeError('a bug')));
    await expect(writeEach(store, usageRecords(1), recordedLog())).rejects.toThrow('a bug');
  });
});
