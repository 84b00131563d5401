import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { pathToFileURL } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerDocument, answerPreflight } from '../../../../shared/http/documents/answer-document.ts';
import { documentListName } from '../../../../shared/http/documents/document-list.ts';

const page = '<!doctype html><title>Sluice</title>';
let path: string;
let folder: URL;

beforeAll(async () => {
  path = await mkdtemp(`${tmpdir()}/sluice-documents-`);
  folder = pathToFileURL(`${path}/`);
  const document = { file: 'page.gz', contentType: 'text/html; charset=utf-8', etag: 'W/"abc"' };
  await writeFile(`${path}/page.gz`, gzipSync(page));
  await writeFile(
    `${path}/${documentListName}`,
    JSON.stringify({
      '/docs': { ...document, isImmutable: false, isForAnyOrigin: false },
      '/docs/page.js': { ...document, contentType: 'text/javascript', isImmutable: true, isForAnyOrigin: true },
    }),
  );
});
afterAll(() => rm(path, { recursive: true }));

describe('answerDocument', () => {
  it.each([['gzip'], ['br, gzip;q=0.8'], ['deflate,gzip']])('is compressed for who takes %s', async (encodings) => {
    const { status, headers, body } = await answerDocument(folder, '/docs', { 'accept-encoding': encodings });
    expect({ status, encoding: headers['content-encoding'], vary: headers['vary'] }).toEqual({
      status: 200,
      encoding: 'gzip',
      vary: 'accept-encoding',
    });
    expect(body instanceof Uint8Array && gunzipSync(body).toString()).toBe(page);
  });

  it.each([[undefined], ['identity'], ['gzip;q=0'], ['br, gzip; q=0.0'], ['x-gzip-like']])(
    'is plain for who takes %s',
    async (encodings) => {
      const { headers, body } = await answerDocument(
        folder,
        '/docs',
        encodings === undefined ? {} : { 'accept-encoding': encodings },
      );
      expect(headers).not.toHaveProperty('content-encoding');
      expect(body instanceof Uint8Array && Buffer.from(body).toString()).toBe(page);
    },
  );

  it.each([['W/"abc"'], ['"abc"'], ['"other", W/"abc"']])('is 304 for who has %s', async (known) => {
    const { status, headers, body } = await answerDocument(folder, '/docs', { 'if-none-match': known });
    expect({ status, etag: headers['etag'], body }).toEqual({ status: 304, etag: 'W/"abc"', body: '' });
  });

  it('is whole for who has another', async () => {
    expect(await answerDocument(folder, '/docs', { 'if-none-match': '"old"' })).toHaveProperty('status', 200);
  });

  it('lets a page run only what the app serves, and be shown in no other', async () => {
    const { headers } = await answerDocument(folder, '/docs', {});
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  });

  it('is kept for good where its path changes with it, and asked for again where not', async () => {
    const asset = await answerDocument(folder, '/docs/page.js', {});
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(asset.headers).not.toHaveProperty('content-security-policy');
    const { headers } = await answerDocument(folder, '/docs', {});
    expect(headers['cache-control']).toBe('public, max-age=0, must-revalidate');
  });

  it('may be read by pages of any origin only where that is said', async () => {
    const { headers } = await answerDocument(folder, '/docs/page.js', {});
    expect(headers['access-control-allow-origin']).toBe('*');
    expect((await answerDocument(folder, '/docs', {})).headers).not.toHaveProperty('access-control-allow-origin');
  });

  it.each([
    ['/docs/list.json'],
    ['/docs/page.gz'],
    ['/docs/../docs'],
    ['/docs/../../host.json'],
    ['/docs/%2e%2e%2fhost.json'],
    ['/docs/'],
    ['/docs/constructor'],
    ['__proto__'],
  ])('is nothing at %s', async (asked) => {
    await expect(answerDocument(folder, asked, {})).rejects.toMatchObject({ code: 'route_not_found' });
  });
});

describe('answerPreflight', () => {
  it('lets any origin read, and no more', () => {
    expect(answerPreflight()).toMatchObject({
      status: 204,
      headers: { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET' },
    });
  });
});
