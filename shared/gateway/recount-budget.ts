import type { Config } from '../config/config.ts';
import type { Recount } from '../limits/recounting-store.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Ledger } from '../usage/ledger.ts';
import { sumUse } from '../usage/sum-use.ts';
import { UsageStoreError } from '../usage/usage-store-error.ts';
import type { UsageStore } from '../usage/usage-store.ts';

/**
 * Tells from the ledger what was used of a budget: by its caller, or by all callers of its team. What a process that
 * ended here left on its spool is written first. Rejects with `UsageStoreError`.
 */
export function recountBudget(
  { teams }: Pick<Config, 'teams'>,
  { ledger, store }: { readonly ledger: Pick<Ledger, 'drain'>; readonly store: UsageStore },
  log: Pick<Logger, 'warn'>,
): Recount {
  return async ({ key, subject, unit }, fromMs, toMs) => {
    const team = subject.kind === 'team' ? teams.find(({ name }) => name === subject.name) : undefined;
    const callers = team?.callers ?? [subject.name];
    const { spooledSegments } = await ledger.drain(drainMs);
    if (spooledSegments > 0) throw new UsageStoreError('unavailable', 'Records still wait to be written.');
    const sum = await sumUse(store, { callers, fromMs, toMs }, mostRecords);
    if (!sum.isWhole) log.warn('budget-recounted-in-part', { limit: key, records: mostRecords });
    return unit === 'tokens' ? sum.tokens : sum.microDollars;
  };
}

const drainMs = 10_000;
/** About a second of reading. */
const mostRecords = 200_000;
