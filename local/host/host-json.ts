import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What the embedded host obeys of an app's `host.json`. */
export type HostSettings = {
  /** Stands before every route, without slashes around it; may be empty. */
  readonly routePrefix: string;
  /** How long one invocation may take; `undefined` is for ever. */
  readonly functionTimeoutMs: number | undefined;
};

/** Reads `host.json` in `appRoot`. Throws when it is missing or malformed, as the real host does. */
export async function readHostJson(appRoot: string): Promise<HostSettings> {
  const file: unknown = JSON.parse(await readFile(join(appRoot, 'host.json'), 'utf8'));
  const { extensions, functionTimeout } = hostJson.parse(file);
  return {
    routePrefix: (extensions?.http?.routePrefix ?? 'api').replaceAll(/^\/+|\/+$/g, ''),
    functionTimeoutMs: functionTimeout === '-1' ? undefined : timeSpanMs(functionTimeout),
  };
}

const hostJson = z.object({
  version: z.literal('2.0'),
  functionTimeout: z
    .string()
    .regex(/^(-1|(\d+\.)?\d{1,2}:\d{1,2}:\d{1,2})$/)
    .default('00:30:00'),
  extensions: z.object({ http: z.object({ routePrefix: z.string().optional() }).optional() }).optional(),
});

/** A .NET time span, `[days.]hours:minutes:seconds`. */
function timeSpanMs(span: string): number {
  const parts = span.split(/[.:]/).map(Number);
  const [seconds = 0, minutes = 0, hours = 0, days = 0] = parts.reverse();
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}
