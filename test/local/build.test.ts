import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build, buildSummary } from '../../local/build.ts';
import { buildFixtureApp } from './host/fixture-app.ts';

const source = new URL('../fixtures/host-app', import.meta.url).pathname;
let root: string;

beforeAll(async () => {
  root = await buildFixtureApp();
});
afterAll(() => rm(root, { recursive: true }));

describe('build', () => {
  it('makes one entry of all functions, because the host loads file after file', async () => {
    const entries = (await readdir(`${root}/dist/functions`)).filter((file) => file.endsWith('.js'));
    expect(entries.sort()).toEqual(['app.js']);
    const entry = await readFile(`${root}/dist/functions/app.js`, 'utf8');
    for (const name of ['echo', 'throws', 'ticks']) expect(entry).toContain(name);
  });

  it('holds the Functions library exactly once, and the worker’s own module not at all', async () => {
    const files = await readdir(`${root}/dist`, { recursive: true });
    const texts = await Promise.all(
      files.filter((file) => file.endsWith('.js')).map((file) => readFile(`${root}/dist/${file}`, 'utf8')),
    );
    expect(
      texts.filter((text) => text.includes('x-ms-invocation-id') && text.includes('enableHttpStream')),
    ).toHaveLength(1);
    expect(texts.join('')).toMatch(/\w\("@azure\/functions-core"\)/);
  });

  it('removes what an earlier build left behind, and says what it made', async () => {
    await writeFile(`${root}/dist/functions/gone.js`, '');
    const made = await build(source, root);
    expect(await readdir(`${root}/dist/functions`)).not.toContain('gone.js');
    const files = await readdir(`${root}/dist`, { recursive: true });
    expect(made.files).toBe(files.filter((file) => file.endsWith('.js')).length);
    expect(buildSummary(made)).toMatch(/^Built dist\/: \d+ files, \d+ KB, in \d+ ms\.$/);
  });
});
