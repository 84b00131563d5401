import { expect, it } from 'vitest';
import { noSpool } from '../../../shared/usage/no-spool.ts';
import { usageRecord } from '../../setup/usage-record.ts';

it('takes no record and has none to give', async () => {
  expect(await noSpool.keep([usageRecord()])).toBe(false);
  expect([await noSpool.seal(true), await noSpool.adopt(), await noSpool.read('a'), noSpool.openBytes()]).toEqual([
    undefined,
    [],
    undefined,
    0,
  ]);
  await expect(noSpool.remove('a')).resolves.toBeUndefined();
});
