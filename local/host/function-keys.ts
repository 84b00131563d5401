import type { IncomingMessage } from 'node:http';
import type { HttpRoute } from './http-route.ts';

/** The keys of a host: `default` opens every function, `functions` each its own, `master` everything. */
export type FunctionKeys = {
  readonly master?: string;
  readonly default?: string;
  readonly functions?: Readonly<Record<string, string>>;
};

/**
 * Whether a request may call a route. The key stands in the header `x-functions-key`, or else in the query as `code`,
 * in letters of any case, as ASP.NET reads it; an `Authorization` header is never one.
 */
export function mayCall(
  request: IncomingMessage,
  query: URLSearchParams,
  route: Pick<HttpRoute, 'authLevel' | 'functionName'>,
  keys: FunctionKeys,
): boolean {
  if (route.authLevel === 'anonymous') return true;
  const header = request.headers['x-functions-key'];
  const key = (Array.isArray(header) ? header[0] : header) ?? codeOf(query);
  if (key === undefined || key === '') return false;
  if (key === keys.master) return true;
  return route.authLevel === 'function' && (key === keys.default || key === keys.functions?.[route.functionName]);
}

function codeOf(query: URLSearchParams): string | undefined {
  return Array.from(query).find(([name]) => name.toLowerCase() === 'code')?.[1];
}
