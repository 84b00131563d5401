import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentListSchema } from '../../shared/http/documents/document-list.ts';
import { documentsFolder } from '../../shared/http/documents/documents-folder.ts';
import { jsonOf, startFunctionApp, type FunctionApp } from '../setup/function-app.ts';

describe('GET /docs/{asset}', () => {
  let app: FunctionApp;
  beforeAll(async () => {
    app = await startFunctionApp(() => import('../../functions/docs-asset.ts'));
  });
  afterAll(() => app.stop());

  it('is registered, and asks nobody for a key', () => {
    expect(app.registered).toEqual({
      name: 'docs-asset',
      route: 'docs/{asset}',
      methods: ['GET'],
      authLevel: 'anonymous',
    });
  });

  it('is each thing that the page is made of', async () => {
    const list = documentListSchema.parse(JSON.parse(await readFile(new URL('list.json', documentsFolder), 'utf8')));
    const assets = Object.entries(list).filter(([path]) => path.startsWith('/docs/'));
    expect(assets.length).toBeGreaterThan(4);
    for (const [path, { contentType }] of assets) {
      const answer = await app.call(path, { key: undefined });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, contentType]);
      await answer.arrayBuffer();
    }
  });

  it.each(['/docs/..%2fopenapi.json', '/docs/..%2f..%2f..%2fpackage.json', '/docs/%00', '/docs/list.json'])(
    'is nothing at %s',
    async (path) => {
      const answer = await app.call(path, { key: undefined });
      expect([answer.status, (await jsonOf(answer)).error.code]).toEqual([404, 'route_not_found']);
    },
  );
});
