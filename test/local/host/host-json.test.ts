import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHostJson } from '../../../local/host/host-json.ts';

const root = fileURLToPath(new URL(`../../../.temp/host-json-${randomUUID()}`, import.meta.url));
beforeAll(() => mkdir(root, { recursive: true }));
afterAll(() => rm(root, { recursive: true }));

async function read(file: object) {
  await writeFile(`${root}/host.json`, JSON.stringify(file));
  return readHostJson(root);
}

describe('readHostJson', () => {
  it('has the defaults of the real host', async () => {
    expect(await read({ version: '2.0' })).toEqual({
      routePrefix: 'api',
      functionTimeoutMs: 1_800_000,
      queues: {
        batchSize: 16,
        newBatchThreshold: 8,
        maxDequeueCount: 5,
        visibilityTimeoutMs: 0,
        maxPollingIntervalMs: 60_000,
        isBase64: true,
      },
    });
  });

  it.each([
    ['00:05:00', 300_000],
    ['1.02:03:04', 93_784_000],
    ['-1', undefined],
  ])('reads a functionTimeout of %s', async (functionTimeout, functionTimeoutMs) => {
    expect(await read({ version: '2.0', functionTimeout })).toMatchObject({ functionTimeoutMs });
  });

  it('takes an empty prefix, and one with slashes', async () => {
    expect(await read({ version: '2.0', extensions: { http: { routePrefix: '' } } })).toMatchObject({
      routePrefix: '',
    });
    expect(await read({ version: '2.0', extensions: { http: { routePrefix: '/a/b/' } } })).toMatchObject({
      routePrefix: 'a/b',
    });
  });

  it('refuses what it does not know', async () => {
    await expect(read({ version: '1.0' })).rejects.toThrow();
    await expect(read({ version: '2.0', functionTimeout: 'soon' })).rejects.toThrow();
    await expect(readHostJson(`${root}/nowhere`)).rejects.toThrow('ENOENT');
  });
});
