import { expect, it } from 'vitest';
import { announcingLog } from '../../../shared/gateway/announcing-log.ts';
import { recordedLog } from '../../setup/recorded-log.ts';

it('writes every line, and announces those that alerts wait for', () => {
  const log = recordedLog();
  const announced: string[] = [];
  const told = announcingLog(log, { announce: (event) => void announced.push(event) });
  told.warn('usage-store-down', { error: 'ECONNREFUSED' });
  told.info('usage-store-back', { segments: 0 });
  told.warn('usage-spool-failed');
  told.error('usage-lost', { records: 3 });
  expect(log.lines.map(({ level, event }) => [level, event])).toEqual([
    ['warn', 'usage-store-down'],
    ['info', 'usage-store-back'],
    ['warn', 'usage-spool-failed'],
    ['error', 'usage-lost'],
  ]);
  expect(announced).toEqual(['sluice.usage_store_down', 'sluice.usage_lost']);
});

it('is the log alone where nothing is traced', () => {
  const log = recordedLog();
  announcingLog(log, undefined).error('usage-lost', { records: 3 });
  expect(log.of('usage-lost')).toHaveLength(1);
});
