/**
 * How many custom headers a request carries. Azure OpenAI answers 431 above ten.
 *
 * Headers of HTTP itself, `authorization` and `api-key` are not custom; neither are `x-stainless-*`, which the official
 * clients add (whether Azure counts these is not known). Everything else is, `traceparent` and `x-ms-*` included.
 */
export function countCustomHeaders(headers: NodeJS.Dict<string | string[]>): number {
  return Object.keys(headers).filter((name) => !standardHeaders.has(name) && !name.startsWith('x-stainless-')).length;
}

export const maxCustomHeaders = 10;

const standardHeaders = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'api-key',
  'authorization',
  'cache-control',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'cookie',
  'date',
  'expect',
  'host',
  'keep-alive',
  'origin',
  'pragma',
  'referer',
  'sec-fetch-mode',
  'te',
  'transfer-encoding',
  'upgrade',
  'user-agent',
]);
