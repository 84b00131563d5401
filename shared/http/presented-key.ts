import type { IncomingHttpHeaders } from 'node:http';

/**
 * The key a caller presents: `Authorization: Bearer …` as OpenAI clients send it, `api-key` as Azure's do, or
 * `x-functions-key` as Functions callers do, in this order; `undefined` when none is there.
 */
export function presentedKey(headers: IncomingHttpHeaders): string | undefined {
  const bearer = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  return bearer ?? single(headers['api-key']) ?? single(headers['x-functions-key']);
}

function single(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
