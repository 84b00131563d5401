import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { queueSettingsOf, queuesSchema, type QueueSettings } from './queues/queue-settings.ts';
import { timeSpanMs, timeSpanSchema } from './time-span.ts';

/** What the embedded host obeys of an app's `host.json`. */
export type HostSettings = {
  /** Stands before every route, without slashes around it; may be empty. */
  readonly routePrefix: string;
  /** How long one invocation may take; `undefined` is for ever. */
  readonly functionTimeoutMs: number | undefined;
  readonly queues: QueueSettings;
};

/** Reads `host.json` in `appRoot`. Throws when it is missing or malformed, as the real host does. */
export async function readHostJson(appRoot: string): Promise<HostSettings> {
  return parseHostJson(await readFile(join(appRoot, 'host.json'), 'utf8'));
}

/** The same of its text. */
export function parseHostJson(text: string): HostSettings {
  const file: unknown = JSON.parse(text);
  const { extensions, functionTimeout } = hostJson.parse(file);
  return {
    routePrefix: (extensions.http?.routePrefix ?? 'api').replaceAll(/^\/+|\/+$/g, ''),
    functionTimeoutMs: functionTimeout === '-1' ? undefined : timeSpanMs(functionTimeout),
    queues: queueSettingsOf(extensions.queues),
  };
}

const hostJson = z.object({
  version: z.literal('2.0'),
  functionTimeout: z.union([z.literal('-1'), timeSpanSchema]).default('00:30:00'),
  extensions: z
    .object({ http: z.object({ routePrefix: z.string().optional() }).optional(), queues: queuesSchema })
    .prefault({}),
});
