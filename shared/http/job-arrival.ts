import type { IncomingHttpHeaders } from 'node:http';
import type { Job } from '../jobs/job.ts';
import type { Arrival } from './arrival.ts';

/** An arrival that no connection is behind: the request of a job. `isCut` once its answer was broken off. */
export type JobArrival = Arrival & { isCut(): boolean };

/** The request of a job as a route reads it; `gone` aborts when nobody wants its answer any more. */
export function jobArrival(job: Job, body: Uint8Array, gone: AbortSignal): JobArrival {
  let isCut = false;
  return {
    headers: { ...job.headers, 'x-request-id': job.requestId },
    url: job.url,
    method: 'POST',
    gone,
    body: async () => body,
    writable: () => undefined,
    async abort() {
      isCut = true;
    },
    isCut: () => isCut,
  };
}

/** What of a request's headers its job needs: never what proves who called. */
export function keptHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' && (kept.has(name) || name.startsWith('x-sluice-')) ? [[name, value]] : [],
    ),
  );
}

/** Path and query of a request as its job needs them: a query may hold keys too, of Functions or of a proxy before it. */
export function keptUrl(url: string): string {
  const end = url.indexOf('?');
  if (end === -1) return url;
  const version = new URLSearchParams(url.slice(end)).get(apiVersion);
  return url.slice(0, end) + (version === null ? '' : `?${new URLSearchParams({ [apiVersion]: version }).toString()}`);
}

const apiVersion = 'api-version';
const kept = new Set(['accept', 'cache-control', 'content-type', 'traceparent']);
