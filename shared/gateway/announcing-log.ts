import { events } from '../telemetry/names.ts';
import type { Tracing } from '../telemetry/tracing.ts';
import type { UsageLog } from '../usage/usage-log.ts';

/**
 * A log of usage that also announces what alerts wait for: a line of it stands once in an outage, and the host keeps only
 * a sample of the lines of a busy instance. Without tracing it is the log alone.
 */
export function announcingLog(log: UsageLog, tracing: Pick<Tracing, 'announce'> | undefined): UsageLog {
  const announce = (event: string): void => {
    const name = announced.get(event);
    if (name !== undefined) tracing?.announce(name);
  };
  return {
    info: (event, fields) => log.info(event, fields),
    warn: (event, fields) => {
      log.warn(event, fields);
      announce(event);
    },
    error: (event, fields) => {
      log.error(event, fields);
      announce(event);
    },
  };
}

const announced: ReadonlyMap<string, string> = new Map([
  ['usage-store-down', events.usageStoreDown],
  ['usage-lost', events.usageLost],
]);
