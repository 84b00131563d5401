import { deflateRawSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { unzip } from '../../../local/package/unzip.ts';
import { zipFiles } from '../../../local/package/zip-files.ts';
import { temporaryFolder } from '../../setup/temporary-folder.ts';

const files = new Map([
  ['b/long.txt', Buffer.from('so long '.repeat(10_000))],
  ['a.bin', Buffer.from([0, 1, 2, 255])],
  ['empty', Buffer.alloc(0)],
  ['umlaut-ä.txt', Buffer.from('ä')],
]);

describe('a zip of files', () => {
  it('gives them back', async () => {
    const folder = await temporaryFolder();
    const paths = await unzip(await zipFiles(files), folder);
    expect(paths).toEqual([...files.keys()].toSorted());
    for (const [path, content] of files) expect((await readFile(`${folder}/${path}`)).equals(content)).toBe(true);
  });

  it('is the same bytes whatever the order of the files and the time zone', async () => {
    const zone = process.env['TZ'];
    const first = await zipFiles(files);
    process.env['TZ'] = 'Pacific/Auckland';
    try {
      expect((await zipFiles(new Map([...files].toReversed()))).equals(first)).toBe(true);
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });
});

describe('unzip', () => {
  it('refuses a path that leads out of its folder', async () => {
    const archive = await zipFiles(new Map([['up-up.txt', Buffer.from('x')]]));
    const evil = Buffer.from(archive.toString('latin1').replaceAll('up-up.txt', '../up.txt'), 'latin1');
    await expect(unzip(evil, await temporaryFolder())).rejects.toThrow('leads out');
  });

  it('refuses a damaged entry and what is no archive', async () => {
    const archive = await zipFiles(files);
    const at = archive.indexOf(deflateRawSync(files.get('b/long.txt') ?? Buffer.alloc(0)).subarray(0, 8));
    const damaged = Buffer.from(archive);
    damaged[archive.indexOf('a.bin') + 6] = 0x7f;
    expect(at).toBeGreaterThan(0);
    await expect(unzip(damaged, await temporaryFolder())).rejects.toThrow();
    await expect(unzip(Buffer.from('no zip'), await temporaryFolder())).rejects.toThrow('not a zip');
  });
});
