import { chmod, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSpool, type SpoolOptions } from '../../../shared/usage/spool.ts';
import { recordedLog } from '../../setup/recorded-log.ts';
import { temporaryFolder } from '../../setup/temporary-folder.ts';
import { usageRecord } from '../../setup/usage-record.ts';

async function options(differs: Partial<SpoolOptions> = {}) {
  const log = recordedLog();
  const folder = await temporaryFolder();
  const own = { folder, maxBytes: 1e6, pid: 100, token: 'a1', isRunning: () => false, now: Date.now, log };
  return { ...own, ...differs, log };
}
/** A spool whose process ends without a word: all that ends with it is its open file. */
function abandonedSpool(own: SpoolOptions) {
  const spool = createSpool(own);
  onTestFinished(async () => void (await spool.seal(false)));
  return spool;
}
const [one, two, three] = ['1', '2', '3'].map((id) => usageRecord({ id }));
const records = [one, two, three].filter((record) => record !== undefined);

describe('createSpool', () => {
  it('gives back the records of a sealed segment in their order, until it is removed', async () => {
    const own = await options();
    const spool = createSpool(own);
    expect(await spool.keep(records.slice(0, 2))).toBe(true);
    expect(await spool.keep(records.slice(2))).toBe(true);
    expect(spool.openBytes()).toBeGreaterThan(1000);
    const segment = (await spool.seal(true)) ?? '';
    expect(spool.openBytes()).toBe(0);
    expect(await spool.read(segment)).toEqual(records);
    await spool.remove(segment);
    expect(await readdir(own.folder)).toEqual([]);
    expect(await spool.read(segment)).toBeUndefined();
  });

  it('has nothing to seal before it is given anything', async () => {
    expect(await createSpool(await options()).seal(true)).toBeUndefined();
  });

  it('makes its folder, and lets no other user of the machine read what it writes', async () => {
    const own = await options();
    const folder = join(own.folder, 'deep', 'spool');
    await abandonedSpool({ ...own, folder }).keep(records);
    const [name = ''] = await readdir(folder);
    expect([(await stat(folder)).mode & 0o777, (await stat(join(folder, name))).mode & 0o777]).toEqual([0o700, 0o600]);
  });

  it('refuses what would pass its size, and takes more when segments have gone', async () => {
    const spool = abandonedSpool(await options({ maxBytes: 1500 }));
    expect(await spool.keep(records.slice(0, 2))).toBe(true);
    expect(await spool.keep(records)).toBe(false);
    await spool.remove((await spool.seal(false)) ?? '');
    expect(await spool.keep(records.slice(0, 2))).toBe(true);
  });

  it('takes over what an ended process left behind, once, its open segment and half a line included', async () => {
    const own = await options();
    await abandonedSpool(own).keep(records);
    const [name = ''] = await readdir(own.folder);
    const text = await readFile(join(own.folder, name), 'utf8');
    await writeFile(join(own.folder, name), text.slice(0, -20));

    const heirs = [200, 300].map((pid) => createSpool({ ...own, pid, token: `b${pid}` }));
    const adopted = await Promise.all(heirs.map((heir) => heir.adopt()));
    expect(adopted.flat()).toHaveLength(1);
    const heir = heirs[adopted.findIndex((names) => names.length > 0)];
    expect(await heir?.read(adopted.flat()[0] ?? '')).toEqual(records.slice(0, 2));
    expect(own.log.of('usage-spool-damaged')).toMatchObject([{ lines: 1 }]);
  });

  it('takes over from an earlier process that had its own id', async () => {
    const own = await options({ isRunning: () => true });
    await abandonedSpool(own).keep(records);
    expect(await createSpool({ ...own, token: 'b2' }).adopt()).toHaveLength(1);
  });

  it('leaves the segments of a running process alone, unless they are a day old', async () => {
    const own = await options({ isRunning: () => true });
    await abandonedSpool(own).keep(records);
    const other = createSpool({ ...own, pid: 200, token: 'b2' });
    expect(await other.adopt()).toEqual([]);
    const [name = ''] = await readdir(own.folder);
    const longAgo = new Date(Date.now() - 90_000_000);
    await utimes(join(own.folder, name), longAgo, longAgo);
    expect(await other.adopt()).toHaveLength(1);
  });

  it('touches no file that is not a segment', async () => {
    const own = await options();
    await writeFile(join(own.folder, 'notes.txt'), 'mine');
    expect(await createSpool(own).adopt()).toEqual([]);
    expect(await readdir(own.folder)).toEqual(['notes.txt']);
  });

  it('keeps nothing where the folder cannot be, says so once and never rejects', async () => {
    const own = await options();
    const file = join(own.folder, 'file');
    await writeFile(file, '');
    await chmod(file, 0o600);
    const spool = createSpool({ ...own, folder: join(file, 'spool') });
    expect([await spool.keep(records), await spool.keep(records)]).toEqual([false, false]);
    expect(await spool.seal(true)).toBeUndefined();
    await spool.adopt();
    expect(own.log.of('usage-spool-failed')).toHaveLength(1);
  });
});
