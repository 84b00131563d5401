import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { openUsage } from '../../../shared/usage/open-usage.ts';
import { recordedLog } from '../../setup/recorded-log.ts';
import { temporaryFolder } from '../../setup/temporary-folder.ts';
import { usageRecord } from '../../setup/usage-record.ts';

const day = { fromMs: Date.parse('2026-11-21T00:00:00Z'), toMs: Date.parse('2026-11-22T00:00:00Z') };

it('keeps usage in memory where there is no storage', async () => {
  const { ledger, store } = openUsage({ address: undefined, table: 'usage', spoolBytes: 1_000 }, recordedLog());
  ledger.append(usageRecord());
  expect(await ledger.drain(1_000)).toMatchObject({ written: 1, inMemory: 0 });
  expect((await store.scan(day, 10)).records).toEqual([usageRecord()]);
  ledger.stop();
});

it('lets usage wait on the disk while the table cannot be reached', async () => {
  const folder = await temporaryFolder();
  const log = recordedLog();
  const address = {
    connectionString: 'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;TableEndpoint=http://127.0.0.1:9/a;',
  };
  const { ledger } = openUsage({ address, table: 'usage', spoolFolder: folder, spoolBytes: 100_000 }, log);
  ledger.append(usageRecord());
  expect(await ledger.drain(5_000)).toMatchObject({ written: 0, spooledSegments: 1, isStoreDown: true });
  expect(await readdir(folder)).toHaveLength(1);
  ledger.stop();
});

it('has the table watched by whoever asks for that', async () => {
  const written: string[] = [];
  const address = { connectionString: 'UseDevelopmentStorage=true' };
  const place = { address, table: 'usage', spoolFolder: await temporaryFolder(), spoolBytes: 100_000 };
  const { ledger } = openUsage(place, recordedLog(), (store) => ({
    ...store,
    write: async (records) => void written.push(...records.map(({ id }) => id)),
  }));
  ledger.append(usageRecord());
  await ledger.drain(5_000);
  expect(written).toEqual(['req-1']);
  ledger.stop();
});
