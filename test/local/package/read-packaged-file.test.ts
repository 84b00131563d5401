import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readPackagedFile } from '../../../local/package/read-packaged-file.ts';
import { ConfigError } from '../../../shared/config/mistake.ts';
import { gatewayFile } from '../../fixtures/gateway-file.ts';
import { temporaryFolder } from '../../setup/temporary-folder.ts';

async function read(file: object | string): Promise<readonly string[] | string> {
  const path = join(await temporaryFolder(), 'mine.json');
  await writeFile(path, typeof file === 'string' ? file : JSON.stringify(file));
  try {
    return readPackagedFile(path).toString('utf8');
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes.map(({ path: at }) => at.replace(path, 'mine.json'));
    throw error;
  }
}

const upstream = { endpoint: '%EAST_URL%/x', credential: { setting: 'EAST_KEY' }, apiVersion: '%EAST_VERSION%' };

it('takes a sound file as it is, whatever the settings that it names will hold', async () => {
  const text = JSON.stringify(gatewayFile({ upstreams: { east: upstream, west: upstream } }));
  expect(await read(text)).toBe(text);
  expect(readPackagedFile('local/gateway.json').length).toBeGreaterThan(100);
});

it('refuses a file with mistakes of its own, all at once', async () => {
  expect(await read('{"x":1')).toEqual(['mine.json:1:7']);
  expect(await read({ ...gatewayFile(), x: 1, models: {} })).toEqual(expect.arrayContaining(['x', 'models']));
});

it('says in a line that there is no such file', () => {
  expect(() => readPackagedFile('nope.json')).toThrow(/^There is no gateway file nope\.json\.$/);
  expect(() => readPackagedFile('local')).toThrow(/^The gateway file local cannot be read\.$/);
});
