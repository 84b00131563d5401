import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openClient, reconnectAfterMs } from '../../../shared/redis/open-client.ts';

describe('openClient', () => {
  it('takes the address of a Redis only', async () => {
    const opening = openClient({ url: 'https://cache.example', commandTimeoutMs: 100, keyPrefix: '' });
    await expect(opening).rejects.toThrow('redis:// or rediss://');
  });

  it('speaks TLS where the address says so', async () => {
    const client = await openClient({ url: 'rediss://127.0.0.1:9', commandTimeoutMs: 100, keyPrefix: '' });
    client.on('error', () => undefined);
    client.disconnect();
    expect(client.options.tls).toBeTruthy();
  });

  it('finds the library in a split bundle too', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'open-client-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await build({
      entryPoints: [fileURLToPath(new URL('../../../shared/redis/open-client.ts', import.meta.url))],
      outdir: folder,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      banner: {
        js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
      },
    });
    const bundled: unknown = await import(pathToFileURL(join(folder, 'open-client.js')).href);
    expect(bundled).toHaveProperty('openClient');
    const open = Reflect.get(Object(bundled), 'openClient');
    const client = await open({ url: 'redis://127.0.0.1:9', commandTimeoutMs: 100, keyPrefix: '' });
    client.on('error', () => undefined);
    client.disconnect();
    expect(client.options.port).toBe(9);
  });
});

describe('reconnectAfterMs', () => {
  it('doubles up to two seconds', () => {
    expect([1, 2, 3, 6, 7, 1000].map((times) => reconnectAfterMs(times, () => 1))).toEqual([
      50, 100, 200, 1600, 2000, 2000,
    ]);
  });

  it('is at least half of its cap and never more than two seconds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (times, die) => {
          const ms = reconnectAfterMs(times, () => die);
          expect(ms).toBeGreaterThanOrEqual(25);
          expect(ms).toBeLessThanOrEqual(2_000);
        },
      ),
    );
  });
});
