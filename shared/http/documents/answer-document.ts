import { readFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { GatewayError } from '../../errors.ts';
import type { HttpAnswer } from '../answers.ts';
import { documentListName, documentListSchema, type DocumentList } from './document-list.ts';

/**
 * One document of the app's own, compressed where the request takes that, or 304 where the caller has it already. Throws
 * `route_not_found` for a path that is not on the list.
 */
export async function answerDocument(folder: URL, path: string, request: IncomingHttpHeaders): Promise<HttpAnswer> {
  const list = await readList(folder);
  const document = Object.hasOwn(list, path) ? list[path] : undefined;
  if (document === undefined) {
    throw new GatewayError('route_not_found', 'There is no document of that name. Begin at /docs.');
  }
  const headers = {
    etag: document.etag,
    'cache-control': document.isImmutable
      ? 'public, max-age=31536000, immutable'
      : 'public, max-age=0, must-revalidate',
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...(document.isForAnyOrigin ? { 'access-control-allow-origin': '*' } : {}),
  };
  if (isKnown(document.etag, request['if-none-match'])) {
    return { status: 304, headers, body: '' };
  }
  const compressed = await readFile(new URL(document.file, folder));
  const isCompressed = takesGzip(request['accept-encoding']);
  return {
    status: 200,
    headers: {
      ...headers,
      'content-type': document.contentType,
      ...(isCompressed ? { 'content-encoding': 'gzip' } : {}),
      ...(document.contentType.startsWith('text/html') ? { 'content-security-policy': pagePolicy } : {}),
    },
    body: isCompressed ? compressed : await decompressed(compressed),
  };
}

/** Answers a browser that asks whether a page of another origin may read a document: it may, as it is. */
export function answerPreflight(): HttpAnswer {
  return {
    status: 204,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': '*',
      'access-control-max-age': '86400',
    },
    body: '',
  };
}

/** A page runs what the app itself serves, calls the app itself, and can be put in no other page. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

const lists = new Map<string, DocumentList>();

async function readList(folder: URL): Promise<DocumentList> {
  const known = lists.get(folder.href);
  if (known !== undefined) return known;
  const list = documentListSchema.parse(JSON.parse(await readFile(new URL(documentListName, folder), 'utf8')));
  lists.set(folder.href, list);
  return list;
}

function isKnown(etag: string, ifNoneMatch: string | undefined): boolean {
  return (
    ifNoneMatch?.split(',').some((known) => known.trim().replace(/^W\//, '') === etag.replace(/^W\//, '')) === true
  );
}

/** Nearly every client takes gzip: what undoes it is no part of a start. */
async function decompressed(bytes: Uint8Array): Promise<Uint8Array> {
  const { gunzipSync } = await import('node:zlib');
  return gunzipSync(bytes);
}

/** Whether an `Accept-Encoding` names gzip and does not refuse it. */
function takesGzip(acceptEncoding: string | string[] | undefined): boolean {
  return /(?:^|[\s,])gzip(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(String(acceptEncoding ?? ''));
}
