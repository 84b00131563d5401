import type { IncomingHttpHeaders } from 'node:http';
import { publicUrlOf } from './public-url.ts';

/**
 * Where a job is asked for. With its token, whoever has the address may ask: a Logic App sends no key to an address that
 * it was given.
 */
export function jobLocation(
  id: string,
  token: string | undefined,
  headers: IncomingHttpHeaders,
  publicUrl: string | undefined,
): string {
  return `${publicUrlOf(headers, publicUrl)}/v1/jobs/${id}${token === undefined ? '' : `?token=${token}`}`;
}
