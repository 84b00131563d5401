import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import about from '../package.json' with { type: 'json' };
import { documentListName, type DocumentList } from '../shared/http/documents/document-list.ts';

/**
 * Makes what the app serves of itself, in `dist/documents/`: its OpenAPI document and the page that shows it. They are
 * made here and not by the app, so that a start loads nothing of what they are made of.
 */
export async function buildDocuments(outdir: string): Promise<void> {
  const folder = join(outdir, 'documents');
  await mkdir(folder, { recursive: true });
  const made: Record<string, DocumentList[string]> = {};
  const put = async (path: string, content: Buffer, rest: Partial<DocumentList[string]> = {}): Promise<void> => {
    const file = `${basename(path)}.gz`;
    await writeFile(join(folder, file), gzipSync(content, { level: 9 }));
    made[path] = {
      file,
      contentType: contentTypeOf(path),
      etag: `W/"${hashOf(content)}"`,
      isImmutable: false,
      isForAnyOrigin: false,
      ...rest,
    };
  };

  const pathOf = new Map<string, string>();
  for (const [name, content] of await readAssets()) {
    const path = `/docs/${name.replace(/(\.\w+)$/, `.${hashOf(content)}$1`)}`;
    pathOf.set(name, path);
    await put(path, content, { isImmutable: true });
  }
  const page = await readFile(join(pageFolder, 'docs.html'), 'utf8');
  const filled = page.replaceAll(/\{\{([\w.-]+)\}\}/g, (_, name: string) => {
    const value = name === 'version' ? about.version : pathOf.get(name);
    if (value === undefined) throw new Error(`The page names ${name}, which is not there.`);
    return value;
  });
  await put('/docs', Buffer.from(filled), { contentType: 'text/html; charset=utf-8' });
  await put('/openapi.json', Buffer.from(JSON.stringify(await readOpenapi())), { isForAnyOrigin: true });

  await writeFile(join(folder, documentListName), JSON.stringify(made));
  const files = new Set([documentListName, ...Object.values(made).map(({ file }) => file)]);
  for (const left of await readdir(folder)) {
    if (!files.has(left)) await rm(join(folder, left), { force: true });
  }
}

const pageFolder = fileURLToPath(new URL('../shared/http/documents/', import.meta.url));

/** What the page is made of, by name. */
async function readAssets(): Promise<ReadonlyMap<string, Buffer>> {
  const require = createRequire(import.meta.url);
  const swagger = dirname(require.resolve('swagger-ui-dist/package.json'));
  const read = async (folder: string, names: readonly string[]) =>
    Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const));
  const licences = await read(swagger, ['NOTICE', 'LICENSE', 'swagger-ui-bundle.js.LICENSE.txt']);
  return new Map([
    ...(await read(swagger, ['swagger-ui-bundle.js', 'swagger-ui.css'])).map(
      ([name, content]) => [name, withoutMap(content)] as const,
    ),
    ...(await read(pageFolder, ['docs.css', 'docs.js', 'favicon.svg'])),
    ['third-party.txt', Buffer.concat(licences.flatMap(([, content]) => [content, Buffer.from('\n')]))],
  ]);
}

async function readOpenapi(): Promise<object> {
  const { apiOperations } = await import('../shared/http/api/api-operations.ts');
  const { openapiDocument } = await import('../shared/http/api/openapi-document.ts');
  return openapiDocument(apiOperations, about.version);
}

/** A browser would ask for the map, which is not there. */
function withoutMap(content: Buffer): Buffer {
  return Buffer.from(content.toString('utf8').replace(/\n?(\/\/|\/\*)# sourceMappingURL=[^\n]*\s*$/, '\n'));
}

function hashOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}

function contentTypeOf(path: string): string {
  switch (path.slice(path.lastIndexOf('.'))) {
    case '.js':
      return 'text/javascript; charset=utf-8';
    case '.css':
      return 'text/css; charset=utf-8';
    case '.svg':
      return 'image/svg+xml';
    case '.json':
      return 'application/json';
    default:
      return 'text/plain; charset=utf-8';
  }
}
