import { eachRecord } from './each-record.ts';
import type { UsageStore } from './usage-store.ts';

/** What calls of some callers used, as budgets count it; `isWhole` is false where there were too many to read. */
export type UseSum = { readonly tokens: number; readonly microDollars: number; readonly isWhole: boolean };

/**
 * Adds up what the calls that these callers began in `[fromMs, toMs)` used, of `maxRecords` records at the most. A call
 * is charged in whole millionths of a US dollar, as when it was made; one whose price was unknown adds none. Rejects
 * with `UsageStoreError`.
 */
export async function sumUse(
  store: UsageStore,
  { callers, fromMs, toMs }: { readonly callers: readonly string[]; readonly fromMs: number; readonly toMs: number },
  maxRecords: number,
): Promise<UseSum> {
  let [tokens, microDollars, records] = [0, 0, 0];
  try {
    for (const caller of callers) {
      await eachRecord(store, { caller, fromMs, toMs }, (record) => {
        if (records >= maxRecords) throw new TooManyRecords();
        records += 1;
        tokens += record.promptTokens + record.completionTokens;
        microDollars += Math.ceil((record.costNanoDollars ?? 0) / 1000);
      });
    }
  } catch (error) {
    if (!(error instanceof TooManyRecords)) throw error;
    return { tokens, microDollars, isWhole: false };
  }
  return { tokens, microDollars, isWhole: true };
}

class TooManyRecords extends Error {}
