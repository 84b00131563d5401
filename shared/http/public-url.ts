import type { IncomingHttpHeaders } from 'node:http';

/**
 * Where callers reach the app, without a slash at the end: what the settings say, or the host and protocol that the
 * Functions host saw the request come for.
 */
export function publicUrlOf(headers: IncomingHttpHeaders, configured: string | undefined): string {
  if (configured !== undefined) {
    return configured;
  }
  const host = first(headers['x-forwarded-host']) ?? headers.host ?? '';
  const protocol = first(headers['x-forwarded-proto']);
  // A host that is none of those a URL can have would make the whole address somebody else's.
  const isHost = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i.test(host);
  return `${protocol === 'http' ? 'http' : 'https'}://${isHost ? host : 'localhost'}`;
}

/** Each proxy on the way adds its own behind. */
function first(header: string | string[] | undefined): string | undefined {
  return (typeof header === 'string' ? header : header?.[0])?.split(',')[0]?.trim();
}
