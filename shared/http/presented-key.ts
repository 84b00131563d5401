import type { IncomingHttpHeaders } from 'node:http';

/**
 * The key or token a caller presents: `Authorization: Bearer …` as OpenAI clients send it, `api-key` as Azure's do, or
 * `x-functions-key` as Functions callers do, in this order; `undefined` when none is there.
 */
export function presentedKey(headers: IncomingHttpHeaders): string | undefined {
  return presentedOwnKey(headers) ?? single(headers['x-functions-key']);
}

/** The same on a route that asks for a function key: there `x-functions-key` is the host's, and none of Sluice's. */
export function presentedOwnKey(headers: IncomingHttpHeaders): string | undefined {
  const bearer = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  return bearer ?? single(headers['api-key']);
}

function single(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
