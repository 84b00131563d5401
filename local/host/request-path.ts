/**
 * A request's path as the host's web server (Kestrel) reads it: escapes decoded except `%2F`, dot segments resolved,
 * everything else kept. `undefined` for a path with a NUL, which is answered 400.
 */
export function readRequestPath(url: string): string | undefined {
  const query = url.indexOf('?');
  const raw = query === -1 ? url : url.slice(0, query);
  const decoded = raw.replaceAll(/(?:%(?!2[fF])[0-9a-fA-F]{2})+/g, decodeEscapes);
  return decoded.includes('\0') ? undefined : resolveDots(decoded);
}

/** That path as the host's proxy (YARP) writes it again: a `%2F` that was kept comes out as `%252F`. */
export function writeRequestPath(path: string): string {
  return encodeURI(path).replaceAll('?', '%3F').replaceAll('#', '%23');
}

/** The query of `url` with its question mark, or nothing. */
export function queryOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? '' : url.slice(query);
}

function decodeEscapes(escapes: string): string {
  try {
    return decodeURIComponent(escapes);
  } catch {
    // Not UTF-8: such bytes stay as they were written.
    return escapes;
  }
}

function resolveDots(path: string): string {
  const kept: string[] = [];
  const segments = path.split('/');
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    if (segment === '.' || segment === '..') {
      if (segment === '..' && kept.length > 1) kept.pop();
      if (isLast) kept.push('');
    } else {
      kept.push(segment);
    }
  }
  return kept.join('/');
}
