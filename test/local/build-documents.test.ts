import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDocuments } from '../../local/build-documents.ts';
import about from '../../package.json' with { type: 'json' };
import { documentListSchema, type DocumentList } from '../../shared/http/documents/document-list.ts';

let outdir: string;
let list: DocumentList;
const readList = async () =>
  documentListSchema.parse(JSON.parse(await readFile(`${outdir}/documents/list.json`, 'utf8')));
const textAt = async (path: string) =>
  gunzipSync(await readFile(`${outdir}/documents/${list[path]?.file ?? ''}`)).toString('utf8');

beforeAll(async () => {
  outdir = await mkdtemp(`${tmpdir()}/sluice-build-`);
  await buildDocuments(outdir);
  list = await readList();
});
afterAll(() => rm(outdir, { recursive: true }));

describe('buildDocuments', () => {
  it('writes the OpenAPI document of this version', async () => {
    expect(JSON.parse(await textAt('/openapi.json'))).toMatchObject({
      openapi: '3.1.0',
      info: { version: about.version },
    });
  });

  it('fills the page with the paths of what it is made of, which change with their content', async () => {
    const page = await textAt('/docs');
    expect(page).not.toContain('{{');
    expect(page).toContain(`>${about.version}<`);
    const named = [...page.matchAll(/(?:src|href)="(\/docs\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((path) => list[path]?.isImmutable !== true || !/\.[0-9a-f]{16}\.\w+$/.test(path))).toEqual([]);
  });

  it('holds no script or style within the page, and nothing of another address', async () => {
    const page = await textAt('/docs');
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=|https?:/);
  });

  it('carries the licences of what it is made with, and no map', async () => {
    const licences = Object.keys(list).find((path) => path.includes('third-party'));
    expect(await textAt(licences ?? '')).toContain('Apache License');
    const script = Object.keys(list).find((path) => path.includes('swagger-ui-bundle'));
    expect(await textAt(script ?? '')).not.toContain('sourceMappingURL');
  });

  it('lets pages of any origin read the document alone', () => {
    const open = Object.entries(list).filter(([, { isForAnyOrigin }]) => isForAnyOrigin);
    expect(open.map(([path]) => path)).toEqual(['/openapi.json']);
  });

  it('makes the same of the same, and removes what an earlier build left', async () => {
    await writeFile(`${outdir}/documents/docs.old.js.gz`, '');
    await buildDocuments(outdir);
    expect(await readList()).toEqual(list);
    const files = Object.values(list).map(({ file }) => file);
    expect((await readdir(`${outdir}/documents`)).toSorted()).toEqual([...files, 'list.json'].toSorted());
  });
});
